"""Invented applications by the million: copies of one that was made by the real actions."""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql

from bench import world
from guichet.applications import numbers, tokens
from guichet.applications import testing as worlds
from guichet.applications.models import Application
from guichet.kernel import clock

Link = psycopg.Connection[Any]
ISSUER, BORN, EXPIRES = "IRL", "1985-05-17", "2034-01-31"
_COPIED = ("applications_application", "applications_authorization", "applications_decision")
_FIRST_NUMBER, _AFTER_COPIES = 100_000_000, "V11"
# A copy is somebody else with another passport; the answers are cut down to what is looked at.
_OTHER = {
    "number": "'V' || ({first} + copy)",
    "passport": "sha256(convert_to('passport ' || copy, 'UTF8'))",
    "person": "sha256(convert_to('person ' || copy, 'UTF8'))",
    "person_words": "sha256(convert_to('words ' || copy, 'UTF8'))",
    "answers": "jsonb_build_object('passport_number', 'PB' || lpad(copy::text, 7, '0'))",
}
_GIVEN = {
    "number": "'J' || substr(one.number, 2)",
    "application_id": "one.id",
    "passport": "one.passport",
    "person": "one.person",
}
_WAITS = {
    "application_id": "one.id",
    "key": "'decide:' || one.id || ':bench'",
    "due_at": "kept.due_at + (one.id % 100000) * interval '1 minute'",
    "family_name": "'NAME ' || (one.id * 7919 % 99991)",
    "travel_on": "kept.created_at::date + (one.id % 365)::integer",
}


def make_waiting(link: Link, *, upto: int) -> None:
    """Let so many applications wait for an officer, each with its task."""
    template = worlds.make_listed(8_000_001, now=clock.now()).pk
    with link.transaction():
        after = _copy_applications(link, template, upto)
        _copy_beside(link, "applications_officertask", _WAITS, template=template, after=after)
    settle(link)


def lengthen(link: Link, *, upto: int) -> None:
    """Let there be so many applications that were approved, each with its authorization."""
    row = link.execute(
        "SELECT count(*) FROM applications_application WHERE state = 'issued'"
    ).fetchone()
    assert row
    template = _approved().pk
    with link.transaction(), world.without_indexes(link, *_COPIED):
        world.try_without_checks(link)
        after = _copy_applications(link, template, upto - row[0])
        for table, other in ((_COPIED[1], _GIVEN), (_COPIED[2], {"application_id": "one.id"})):
            _copy_beside(link, table, other, template=template, after=after)
    settle(link)


def _approved() -> Application:
    application = Application.objects.filter(state="issued").first()
    return application or worlds.make_paid(8_000_002, now=clock.now())


def _copy_applications(link: Link, template: int, count: int) -> int:
    """Copy an application; return the number of the last one before."""
    row = link.execute("SELECT max(id), count(*) FROM applications_application").fetchone()
    assert row
    other = {name: sql.SQL(text.format(first=_FIRST_NUMBER)) for name, text in _OTHER.items()}
    columns, values = _columns(link, _COPIED[0], other)
    link.execute("ALTER TABLE applications_application DISABLE TRIGGER application_begins")
    link.execute(
        sql.SQL(
            "INSERT INTO applications_application ({columns}) SELECT {values}"
            "  FROM applications_application AS kept, generate_series({first}, {last}) AS copy"
            " WHERE kept.id = {template} AND NOT EXISTS (SELECT FROM applications_application"
            "   AS known WHERE known.number = 'V' || ({number} + copy))"
        ).format(
            columns=columns,
            values=values,
            first=row[1],
            last=row[1] + count - 1,
            template=template,
            number=_FIRST_NUMBER,
        )
    )
    link.execute("ALTER TABLE applications_application ENABLE TRIGGER application_begins")
    return int(row[0])


def _copy_beside(
    link: Link, table: str, other: Mapping[str, str], *, template: int, after: int
) -> None:
    """Copy what belongs to the template, once for every application made since."""
    columns, values = _columns(link, table, {name: sql.SQL(text) for name, text in other.items()})
    link.execute(
        sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {values}"
            "  FROM applications_application AS one,"
            "       (SELECT * FROM {table} WHERE application_id = {template} LIMIT 1) AS kept"
            " WHERE one.id > {after}"
        ).format(
            table=sql.Identifier(table),
            columns=columns,
            values=values,
            template=template,
            after=after,
        )
    )


def _columns(
    link: Link, table: str, other: Mapping[str, sql.Composable]
) -> tuple[sql.Composable, sql.Composable]:
    """Return the columns of a table but its key, and what each is filled with."""
    columns: Sequence[tuple[str]] = link.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND column_name <> 'id'",
        [table],
    ).fetchall()
    names = [name for (name,) in columns]
    values = [other.get(name, sql.Identifier("kept", name)) for name in names]
    return sql.SQL(", ").join(map(sql.Identifier, names)), sql.SQL(", ").join(values)


def mark(link: Link, *, count: int) -> list[dict[str, str]]:
    """Give passports that can be asked for to applications all over the table; how to ask."""
    ids = link.execute(
        "SELECT id FROM applications_application"
        " WHERE id %% greatest(1, (SELECT count(*) / %s FROM applications_application)) = 0"
        "   AND state = 'issued' ORDER BY id LIMIT %s",
        [count, count],
    ).fetchall()
    questions = []
    for turn, (pk,) in enumerate(ids):
        passport, number = f"PC{turn:07d}", _free_number()
        link.execute(
            "UPDATE applications_application SET passport = %s, number = %s WHERE id = %s",
            [tokens.passport_key(passport, ISSUER), number, pk],
        )
        facts = {"passport_number": passport, "issuer": ISSUER, "birth_date": BORN}
        questions.append(facts | ({"number": number} if turn % 2 else {"expiry_date": EXPIRES}))
    return questions


def _free_number() -> str:
    """Return a number that passes its check and is none of the copies'."""
    while (number := numbers.new_number(numbers.APPLICATION)) < _AFTER_COPIES:
        pass
    return number


def settle(link: Link) -> None:
    """Leave the tables as they are long after: statistics taken, dirty pages written."""
    for table in (*_COPIED, "applications_officertask"):
        link.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
    try:
        link.execute("CHECKPOINT")
    except psycopg.errors.InsufficientPrivilege:
        return
