"""Bring a sheet in: all of it or nothing, with a line in the record for each row."""

from collections.abc import Iterator

from django.db import connection, transaction

from guichet.kernel.record import audit
from guichet.offices.sheets.kinds import Act, Change, Kind
from guichet.offices.sheets.plans import Plan, Track, plan_of

RECORD = "reference"  # how the record calls a row of reference data


@transaction.atomic
def bring_in(
    kind: Kind, content: bytes, act: Act, *, removes: bool = False, track: Track = iter
) -> Plan:
    """Make the tables say what a file says, and return what was done.

    Raises UnreadableFileError, and has written nothing, where a line is wrong or would hurt people.
    """
    with connection.cursor() as cursor:  # one at a time: each compares with what the last one left
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('guichet.reference'))")
    plan = plan_of(kind, content, act, removes=removes, track=track)

    if plan.changes:
        kind.write(plan.changes, act)
        for verb, changes in (
            ("add_row", plan.added),
            ("change_row", plan.changed),
            ("remove_row", plan.removed),
        ):
            audit.write_all(verb, RECORD, _facts(kind, changes), actor=act.actor, now=act.now)
    return plan


def _facts(kind: Kind, changes: list[Change]) -> Iterator[dict[str, object]]:
    for change in changes:
        was = change.was or {}
        before = {name: was.get(name, "") for name in (change.columns if change.cells else was)}
        yield {"kind": kind.name, "key": list(change.key), "before": before if was else None}
