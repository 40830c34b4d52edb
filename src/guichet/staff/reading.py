"""Read the account of a session with all that the door asks of it, in one statement.

Every page of staff and every press begins with it. Django puts the statement into words anew each
time, which took a third of the processor time of a press; here that is done once.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Model, QuerySet

from guichet.staff import roles
from guichet.staff.models import OneTimePassword
from guichet.staff.sessions import lifetime

_ANYBODY = 0  # no account has this number; the one that is read stands in its place


class Statement(NamedTuple):
    """What reads an account: its words, what is put into them, and what is read beside it."""

    text: str
    values: tuple[object, ...]
    beside: Sequence[tuple[str, Expression]]


def account(pk: int) -> User | None:
    """Return an account with its one-time password, roles and sessions, or None."""
    statement = _statement()
    values = [pk if value is _ANYBODY else value for value in statement.values]
    with connection.cursor() as cursor:
        cursor.execute(statement.text, values)  # type: ignore[arg-type]
        row = cursor.fetchone()
    return _account(row, statement.beside) if row else None


def accounts(pk: int) -> QuerySet[User]:
    """Return the query of which the statement is made."""
    row = User.objects.filter(pk=pk).select_related("one_time_password")
    return lifetime.with_sessions(roles.with_roles(row)).order_by()


@cache
def _statement() -> Statement:
    query = accounts(_ANYBODY).query
    text, values = query.sql_with_params()
    assert sum(value is _ANYBODY for value in values) == 1
    return Statement(text, tuple(values), list(query.annotation_select.items()))


def _account(row: Sequence[Any], beside: Sequence[tuple[str, Expression]]) -> User:
    """Return the record of a row: the columns of the account, what is beside it, its password."""
    names = _names(User)
    user: User = User.from_db(DEFAULT_DB_ALIAS, names, row[: len(names)])
    for place, (name, expression) in enumerate(beside, start=len(names)):
        field = expression.output_field
        convert = getattr(field, "from_db_value", None)
        value = convert(row[place], expression, connection) if convert else row[place]
        setattr(user, name, value)
    columns = row[len(names) + len(beside) :]
    password = (
        None
        if columns[0] is None
        else OneTimePassword.from_db(DEFAULT_DB_ALIAS, _names(OneTimePassword), columns)
    )
    User._meta.get_field("one_time_password").set_cached_value(user, password)
    if password:
        OneTimePassword._meta.get_field("user").set_cached_value(password, user)
    return user


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
