"""Every write of these pages: a draft, what it does once it is confirmed, and the history."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from django.db import connection, transaction

from guichet.offices.sheets import actions as sheets
from guichet.offices.sheets.kinds import KINDS, Act
from guichet.offices.sheets.plans import Plan
from guichet.reference import trials
from guichet.reference.decoding import Decoded
from guichet.reference.edits import Edit
from guichet.reference.models import ReferenceChange, ReferenceDraft
from guichet.reference.trials import Scope, Trial

ROWS_AT_ONCE = 1000
LONGEST_NAME = 100
# Ten thousand rows at once; null stands where there is no row.
_ROWS = """
INSERT INTO reference_referencerow (change_id, place, key, was, cells)
SELECT %s, (row->>0)::int, row->1, nullif(row->2, 'null'), nullif(row->3, 'null')
  FROM jsonb_array_elements(%s::jsonb) AS line (row)
"""


@dataclass(frozen=True)
class StaleError(Exception):
    """What was shown is not what would be done now; `trial` is what would."""

    trial: Trial


def note(plan: Plan, act: Act) -> None:
    """Keep what a change did, row by row; it is called in the transaction of the change."""
    change = ReferenceChange.objects.create(
        kind=plan.kind.name,
        at=act.now,
        actor=act.actor,
        way=act.way,
        reason=act.reason,
        file=act.file,
        undoes_id=act.undoes,
        added=len(plan.added),
        changed=len(plan.changed),
        removed=len(plan.removed),
    )
    rows = ([place, row.key, row.was, row.cells] for place, row in enumerate(plan.changes))
    with connection.cursor() as cursor:
        for some in batched(rows, ROWS_AT_ONCE):
            cursor.execute(_ROWS, [change.pk, json.dumps(some)])


def keep_file(
    kind: str, sheet: Decoded, *, name: str, removes: bool, account: int, now: datetime
) -> ReferenceDraft:
    """Keep a file until what it would change is confirmed."""
    plain = "".join(sign if sign.isprintable() else " " for sign in name)
    return ReferenceDraft.objects.create(
        kind=kind,
        way="file",
        content=sheet.content,
        encoding=sheet.encoding,
        file=plain[-LONGEST_NAME:],
        removes=removes,
        account=account,
        made_at=now,
    )


def keep_rows(
    kind: str,
    edits: Sequence[Edit],
    *,
    way: str,
    account: int,
    now: datetime,
    undoes: int | None = None,
) -> ReferenceDraft:
    """Keep rows until what they would change is confirmed."""
    return ReferenceDraft.objects.create(
        kind=kind,
        way=way,
        edits=[edit.values() for edit in edits],
        undoes=undoes,
        account=account,
        made_at=now,
    )


def confirm(draft: ReferenceDraft, scope: Scope, act: Act, *, mark: str) -> ReferenceChange | None:
    """Do what a draft was shown to do; return the change, or None where nothing was left to do.

    Raises StaleError where it would do something else now, and UnreadableFileError where it
    cannot be done any more.
    """
    with transaction.atomic():
        sheets.take_turn()
        kind = KINDS[draft.kind]
        sheet = trials.sheet_of(draft)
        sheets.bring_in(
            kind,
            sheet.content,
            act,
            removes=sheet.removes,
            removals=sheet.removals,
            check=_as_shown(scope, act, mark),
        )
        ReferenceDraft.objects.filter(pk=draft.pk).delete()
        return ReferenceChange.objects.filter(kind=draft.kind, at=act.now).first()


def _as_shown(scope: Scope, act: Act, mark: str) -> Callable[[Plan], None]:
    def check(plan: Plan) -> None:
        trial = trials.trial_of_plan(plan, scope, replace(act, plan=act.plan or trials.MOVE))
        if trial.mark != mark:
            raise StaleError(trial)

    return check
