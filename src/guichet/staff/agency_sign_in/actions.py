"""Let somebody in whom the agency's sign-in has named: the account, and exactly these roles."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import Group, User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.staff import roles
from guichet.staff.agency_sign_in.rules import LONGEST_NAME, Grant
from guichet.staff.audit import ACCOUNT
from guichet.staff.models import AgencyIdentity, Posting
from guichet.staff.sessions import lifetime

SYSTEM = "system"
_LOCK = 4_712_003  # ours among the advisory locks of the database
UNNAMED = "agency"  # an account whose provider calls it nothing that we can use


class Identity(NamedTuple):
    """A person at the agency's provider: nothing but both together names them for ever."""

    issuer: str
    subject: str


@transaction.atomic
def admit(identity: Identity, *, name: str, grants: frozenset[Grant], now: datetime) -> User | None:
    """Return the account of a person, who has these roles from now on and no others.

    None where there are none: what the account had is taken away. A role that is taken ends every
    session of the account. Obstacle where an administrator has closed it. A new person gets an
    account of their own, never one that somebody signs in to with a password.
    """
    with connection.cursor() as cursor:  # two windows of a new person are one account
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    link = AgencyIdentity.objects.select_related("user").filter(**identity._asdict()).first()
    user = link.user if link else None

    if user and not user.is_active:
        raise Obstacle("agency_closed")

    if user is None and grants:
        user = _make(identity, name, now=now)
    if user and _replace(user, grants, now=now):
        lifetime.end_others(user)
    return user if grants else None


def _make(identity: Identity, name: str, *, now: datetime) -> User:
    user = User(username=_free(name))
    user.set_unusable_password()
    user.save()
    AgencyIdentity.objects.create(user=user, **identity._asdict())
    audit.write("agency_account_made", ACCOUNT, user.pk, actor=SYSTEM, now=now)
    return user


def _free(name: str) -> str:
    """Return a name that no account has, like this one."""
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError:
        name = UNNAMED
    wish, number = name, 1
    while User.objects.filter(username__iexact=wish).exists():
        number += 1
        wish = f"{name[: LONGEST_NAME - 8]}-{number}"
    return wish


def _replace(user: User, grants: frozenset[Grant], *, now: datetime) -> bool:
    """Give an account exactly these roles; tell whether it had one that it has no more."""
    before = {Grant(role, "") for role in roles.roles_of(user)} | {
        Grant(role, office) for role, office in roles.postings_of(user)
    }
    for grant in sorted(before - grants):
        if grant.office:
            Posting.objects.filter(user=user, role=grant.role, office=grant.office).delete()
        else:
            user.groups.remove(*Group.objects.filter(name=grant.role))
    for grant in sorted(grants - before):
        if grant.office:
            roles.give_at(grant.office, user, grant.role)
        else:
            roles.give(user, grant.role)
    _record(user, before, grants, now=now)
    roles.forget(user)
    return bool(before - grants)


def _record(user: User, before: set[Grant], after: frozenset[Grant], *, now: datetime) -> None:
    everywhere = [sorted(role for role, office in side if not office) for side in (before, after)]
    if everywhere[0] != everywhere[1]:
        former, present = everywhere
        facts = {"before": former, "after": present}
        audit.write("roles_changed", ACCOUNT, user.pk, actor=SYSTEM, now=now, **facts)
    for verb, side in (("posting_taken", before - after), ("posting_given", after - before)):
        for role, office in sorted(grant for grant in side if grant.office):
            audit.write(verb, ACCOUNT, user.pk, actor=SYSTEM, now=now, role=role, office=office)
