"""What a draft would do if it were confirmed now: a plan, or all that is wrong with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from guichet.kernel import keyring
from guichet.offices.models import Closure
from guichet.offices.reference.faults import FileProblem, SheetError, UnreadableFileError
from guichet.offices.sheets.kinds import KINDS, Act, Kind, Touch
from guichet.offices.sheets.plans import Plan, called, plan_of
from guichet.reference import edits
from guichet.reference.edits import Sheet
from guichet.reference.models import ReferenceDraft

MOVE = Closure.MOVE
type Scope = Collection[str] | None  # the codes of the offices somebody may change; None: all


@dataclass(frozen=True)
class Trial:
    """A plan, whom it touches and the mark of both; without a plan, what is wrong."""

    plan: Plan | None
    touches: Sequence[Touch] = ()
    problems: Sequence[FileProblem] = ()
    mark: str = ""

    @property
    def asks(self) -> bool:
        """Tell whether it is to be said what becomes of people whose times go."""
        return any(touch.effect == "goes" for touch in self.touches)


def trial_of(draft: ReferenceDraft, scope: Scope, act: Act) -> Trial:
    """Return what a draft would do; people whose times go would be moved."""
    return trial_of_sheet(KINDS[draft.kind], sheet_of(draft), scope, act)


def trial_of_sheet(kind: Kind, sheet: Sheet, scope: Scope, act: Act) -> Trial:
    """Return what a file would do."""
    try:
        plan = plan_of(kind, sheet.content, act, removes=sheet.removes, removals=sheet.removals)
        return trial_of_plan(plan, scope, act)
    except UnreadableFileError as error:
        faults = [problem for problem in error.problems if isinstance(problem, FileProblem)]
        return Trial(None, problems=faults)


def trial_of_plan(plan: Plan, scope: Scope, act: Act) -> Trial:
    """Return a plan with whom it touches; raises UnreadableFileError where it is not theirs."""
    if foreign := [
        change for change in plan.changes if scope is not None and change.key[0] not in scope
    ]:
        raise UnreadableFileError(
            [
                FileProblem(
                    SheetError("not_yours", text=change.key[0]), change.line, row=called(change.key)
                )
                for change in foreign
            ]
        )
    touches = tuple(plan.kind.touches(plan.changes, act))
    return Trial(plan, touches, mark=_mark(plan, touches))


def _mark(plan: Plan, touches: Sequence[Touch]) -> str:
    rows = [(change.key, _pairs(change.was), _pairs(change.cells)) for change in plan.changes]
    people = [
        (touch.row, touch.count, touch.effect, sorted(touch.people), sorted(touch.lengths))
        for touch in touches
    ]
    return keyring.working("reference", plan.kind.name, rows, people).hex()[:32]


def _pairs(cells: object) -> list[tuple[str, str]] | None:
    return sorted(cells.items()) if isinstance(cells, dict) else None


def sheet_of(draft: ReferenceDraft) -> Sheet:
    """Return the file of a draft; that of rows is made of what stands now."""
    kind = KINDS[draft.kind]
    if draft.content:
        return Sheet(bytes(draft.content), removes=draft.removes or kind.is_list)
    return edits.sheet_of(kind, kind.rows(), [edits.of_values(each) for each in draft.edits])
