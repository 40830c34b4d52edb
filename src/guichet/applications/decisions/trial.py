"""A change of the lists that is tried, held against the published lists of the same day.

Or the published lists of a day, held against those under which what is still open was sent.

It touches valid authorizations, which it may end, and open applications, which would get another
answer. Nothing is written.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from guichet.applications import states
from guichet.applications.decisions import grounds, rules
from guichet.applications.decisions.relisting import Relisting, re_evaluate
from guichet.applications.decisions.rules import ETA_ROWS
from guichet.applications.form.answers import Answers
from guichet.applications.models import Application, Authorization, OfficerTask
from guichet.eligibility.content import law
from guichet.eligibility.law import Law

MORE = "more"  # the table has to ask more before it can tell


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAnswer:
    """An open application that gets another answer: a list, what the table says, or `more`."""

    application: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAnswers:
    """How many applications wait for a decision, and which of them get another answer."""

    looked_at: int
    others: tuple[OtherAnswer, ...]

    @property
    def same(self) -> int:
        """Return how many keep their answer."""
        return self.looked_at - len(self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Whom the published lists end, whom the change ends beside them, and what stays open.

    Every authorization that was looked at is in one of the first two or stays; `spared` are those
    of the first that the change would keep.
    """

    published: Relisting
    tried: Relisting
    open: OpenAnswers

    @property
    def already(self) -> tuple[int, ...]:
        """Return whom the published lists end, change or no change."""
        return self.published.lapsing

    @property
    def in_addition(self) -> tuple[int, ...]:
        """Return whom only the change ends."""
        ends = set(self.published.lapsing)
        return tuple(pk for pk in self.tried.lapsing if pk not in ends)

    @property
    def spared(self) -> int:
        """Return how many the published lists end and the change would keep."""
        return len(set(self.published.lapsing) - set(self.tried.lapsing))

    @property
    def stay(self) -> int:
        """Return how many neither ends."""
        return self.published.looked_at - len(self.already) - len(self.in_addition)


def compare(
    *, at: datetime, nationality: str, permit_holders: Collection[str] = (), under: Law
) -> Trial:
    """Report what a change does at a moment that the published lists do not."""
    case = {"at": at, "nationalities": [nationality], "permit_holders": permit_holders}
    return Trial(
        published=re_evaluate(**case),  # type: ignore[arg-type]
        tried=re_evaluate(**case, under=under),  # type: ignore[arg-type]
        open=open_answers(at=at, nationality=nationality, under=under),
    )


def open_answers(*, at: datetime, nationality: str, under: Law | None = None) -> OpenAnswers:
    """Report what open applications get at a moment, and what they got before.

    Before: by the published lists of that moment where a change is tried; else by those of the
    moment at which each was sent.
    """
    looked_at, others = 0, []
    for application in _open(nationality).iterator(chunk_size=1000):
        if grounds.nationality_of(application.answers) != nationality:
            continue
        looked_at += 1
        before = answer_of(application.answers, at=at if under else _sent_at(application))
        after = answer_of(application.answers, at=at, under=under)
        if before != after:
            others.append(OtherAnswer(application=application.pk, before=before, after=after))
    return OpenAnswers(looked_at=looked_at, others=tuple(others))


def _sent_at(application: Application) -> datetime:
    """Return when an application was sent, as far as the lists are known."""
    assert application.submitted_at
    return max(application.submitted_at, law().starts_at)


def answer_of(answers: Answers, *, at: datetime, under: Law | None = None) -> str:
    """Return on which list an authorization would rest; without one, what the table says."""
    verdict = grounds.eligibility_of(answers, at=at, under=under)
    return ETA_ROWS.get(verdict.row) or verdict.answer or MORE


def ends_on(authorization: Authorization, *, at: datetime, under: Law | None = None) -> date:
    """Return the day of the change that ends an authorization, looked for since it was given."""
    lists, answers = under or law(), authorization.application.answers
    for moment in lists.changes:
        if authorization.issued_at < moment <= at:
            row = grounds.eligibility_of(answers, at=moment, under=under).row
            if rules.lapses(authorization.basis, row=row, holds_permit=False):
                return lists.day_of(moment)
    return lists.day_of(at)


def _open(nationality: str) -> QuerySet[Application]:
    """Return what is still to be decided, but for what the list of work knows to be of others.

    Answers are enciphered: what waits says its nationality beside them.
    """
    codes = {code for code, own in law().own_code.items() if own == nationality}
    others = OfficerTask.objects.filter(application=OuterRef("pk"), done_at=None, is_filled=True)
    others = others.exclude(nationality__in=["", nationality, *codes])
    waiting = Application.objects.filter(~Exists(others), state__in=sorted(states.OPEN))
    return waiting.only("number", "answers", "submitted_at").order_by("pk")
