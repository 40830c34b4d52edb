"""Bring a sheet in: all of it or nothing, with a line in the record for each row."""

from collections.abc import Callable, Collection, Iterator

from django.db import connection, transaction

from guichet.kernel.record import audit
from guichet.offices.sheets.kinds import Act, Change, Key, Kind
from guichet.offices.sheets.plans import Plan, Track, plan_of

RECORD = "reference"  # how the record calls a row of reference data
# Called with what was brought in, in the same transaction: the history of reference data.
ON_CHANGE: list[Callable[[Plan, Act], None]] = []


@transaction.atomic
def bring_in(
    kind: Kind,
    content: bytes,
    act: Act,
    *,
    removes: bool = False,
    removals: Collection[Key] | None = None,
    track: Track = iter,
    check: Callable[[Plan], None] | None = None,
) -> Plan:
    """Make the tables say what a file says, and return what was done.

    `check` may raise, and then nothing is written. Raises UnreadableFileError, and has written
    nothing, where a line is wrong or would hurt people.
    """
    take_turn()
    plan = plan_of(kind, content, act, removes=removes, removals=removals, track=track)
    if check:
        check(plan)

    if plan.changes:
        kind.write(plan.changes, act)
        for verb, changes in (
            ("add_row", plan.added),
            ("change_row", plan.changed),
            ("remove_row", plan.removed),
        ):
            audit.write_all(verb, RECORD, _facts(kind, changes), actor=act.actor, now=act.now)
        for note in ON_CHANGE:
            note(plan, act)
    return plan


def take_turn() -> None:
    """Wait until no other import runs: each compares with what the last one left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('guichet.reference'))")


def _facts(kind: Kind, changes: list[Change]) -> Iterator[dict[str, object]]:
    for change in changes:
        was = change.was or {}
        before = {name: was.get(name, "") for name in (change.columns if change.cells else was)}
        yield {"kind": kind.name, "key": list(change.key), "before": before if was else None}
