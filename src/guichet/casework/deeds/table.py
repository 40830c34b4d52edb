"""What an officer can do with a case: who may, when it is possible, and how it is done.

Each deed has the name of its address. To add one: a row here, a form if it has fields, and its
words in content/casework/.
"""

from collections.abc import Callable
from dataclasses import dataclass

from guichet.applications import worklist
from guichet.applications.models import SecondReading
from guichet.casework.deeds import doing, forms, refusing
from guichet.casework.deeds.case import (
    About,
    CaseState,
    DeedMatter,
    case_once_free,
    is_taken,
)


def _always(case: CaseState) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that can be done. `shows_letter`: the officer reads it before it is sent."""

    verb: str
    key: str  # that starts it from the keyboard, in the file
    permission: str
    do: Callable[[DeedMatter], object]
    rehearse: Callable[[DeedMatter], object] | None = None  # where the letter comes of another deed
    possible: Callable[[CaseState], bool] = _always
    form: type[forms.DeedForm] = forms.DeedForm
    find: Callable[[CaseState, int], About | None] | None = None
    shows_letter: bool = True
    is_rehearsed: bool = True
    is_grave: bool = False
    by_another: bool = False  # whoever refused the case before is kept from it
    audited: tuple[str, ...] = ()
    binds: tuple[str, ...] = worklist.OF_THE_CASE  # whoever has taken such a task does it alone
    fields: str = ""  # a template of its own for what is filled in

    @property
    def has_fields(self) -> bool:
        """Tell whether there is anything to fill in."""
        return bool(self.form.base_fields)

    @property
    def is_read_at_once(self) -> bool:
        """Tell whether its first page says all: what can be filled in is for officers alone."""
        return not self.shows_letter and set(self.form.base_fields) == {"internal", "note"}

    @property
    def path(self) -> str:
        """Return the verb as it stands in an address."""
        return self.verb.replace("_", "-")

    def hinders(self, case: CaseState, about: About | None, *, officer: int) -> str:
        """Return the code of what stands in the way, as far as it is known beforehand."""
        if self.find and about is None:
            return "done_already"
        if not self.possible(case):
            return "not_possible_now"
        if self.by_another and officer in case.refused_by:
            return "same_officer"
        if isinstance(about, SecondReading) and officer == about.first_officer_id:
            return "own_refusal"
        return "taken" if is_taken(case.tasks, self.binds, officer=officer) else ""

    def hinders_now(self, matter: DeedMatter) -> str:
        """Return what stands in the way; a task that is taken only while the case is undecided."""
        code = self.hinders(matter.case, matter.about, officer=matter.officer)
        if code == "taken" and not self.possible(case_once_free(matter)):
            return "not_possible_now"
        return code


# Rooms above hand in their own when the site starts: `hand_in`.
DEEDS: list[Deed] = [
    Deed(
        verb="approve",
        key="a",
        permission="decide",
        do=doing.approve,
        possible=doing.in_state("approve"),
        form=forms.Approve,
        shows_letter=False,  # it holds a number that is drawn when it is sent
        by_another=True,
        audited=("approve",),
    ),
    Deed(
        verb="ask",
        key="i",
        permission="prepare",
        do=doing.ask,
        possible=doing.in_state("ask"),
        form=forms.Ask,
        audited=("ask",),
    ),
    Deed(
        verb="resume",
        key="u",
        permission="prepare",
        do=doing.resume,
        possible=doing.in_state("resume"),
        audited=("resume",),
    ),
    Deed(
        verb="refuse",
        key="r",
        permission="decide",
        do=doing.refuse,
        possible=doing.in_state("refuse"),
        form=refusing.Refuse,
        rehearse=doing.rehearse_refusal,
        is_grave=True,
        by_another=True,
        audited=("refused", "propose"),
    ),
    Deed(
        verb="agree_refusal",
        key="y",
        binds=("second_read",),
        permission="decide",
        do=doing.agree_refusal,
        possible=doing.in_state("refuse"),
        find=doing.open_reading,
        is_grave=True,
        by_another=True,
        audited=("refused",),
    ),
    Deed(
        verb="give_back_refusal",
        key="b",
        binds=("second_read",),
        permission="decide",
        do=doing.give_back_refusal,
        form=forms.GiveBack,
        find=doing.open_reading,
        by_another=True,
        audited=("give_back_refusal",),
    ),
    Deed(
        verb="close",
        key="c",
        permission="decide",
        do=doing.close,
        possible=doing.in_state("close"),
        form=forms.Close,
        is_grave=True,
        by_another=True,
        audited=("withdrawn",),
    ),
    Deed(
        verb="give_up",
        key="q",
        permission="decide",
        do=doing.give_up,
        possible=doing.overdue,
        is_grave=True,
        audited=("give_up",),
    ),
    Deed(
        verb="revalidate",
        key="z",
        binds=(),
        permission="decide",
        do=doing.revalidate(is_wanted=True),
        possible=doing.is_not_revalidated,
    ),
    Deed(
        verb="end_revalidation",
        key="z",
        binds=(),
        permission="decide",
        do=doing.revalidate(is_wanted=False),
        possible=doing.is_revalidated,
    ),
    Deed(
        verb="cancel",
        key="e",
        binds=(),
        permission="decide",
        do=doing.cancel,
        possible=doing.is_valid,
        form=refusing.Cancel,
        is_grave=True,
    ),
    Deed(
        verb="agree",
        key="m",
        binds=("correction",),
        permission="prepare",
        do=doing.agree,
        find=doing.correction,
        audited=("correct",),
    ),
    Deed(
        verb="decline",
        key="d",
        binds=("correction",),
        permission="prepare",
        do=doing.decline,
        form=forms.Decline,
        find=doing.correction,
        audited=("decline",),
    ),
    Deed(
        verb="reconsider",
        key="l",
        binds=("reconsideration",),
        permission="decide",
        do=doing.reconsider,
        form=forms.Reconsider,
        find=doing.open_request,
        by_another=True,
        audited=("reconsider",),
    ),
    Deed(
        verb="settle",
        key="h",
        permission="prepare",
        do=doing.settle,
        possible=doing.is_over,
        find=doing.left_over,
        audited=("settle",),
    ),
    Deed(
        verb="refund",
        key="p",
        binds=("refund",),
        permission="prepare",
        do=doing.refund,
        form=forms.Refund,
        find=doing.refund_due,
        shows_letter=False,
        is_rehearsed=False,  # a provider would really be asked to give the money back
    ),
]


def by_verb() -> dict[str, Deed]:
    """Return every deed by its verb."""
    return {deed.verb: deed for deed in DEEDS}


def hand_in(*deeds: Deed, after: str) -> None:
    """Add the deeds of a room above behind another one; a verb that is there is replaced."""
    place = next(at for at, deed in enumerate(DEEDS, start=1) if deed.verb == after)
    for deed in reversed(deeds):
        same = [at for at, other in enumerate(DEEDS) if other.verb == deed.verb]
        if same:
            DEEDS[same[0]] = deed
        else:
            DEEDS.insert(place, deed)
