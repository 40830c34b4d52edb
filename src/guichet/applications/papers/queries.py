"""Reads of papers: what waits for its answer, and what is in each answer so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from guichet.applications import queries, states
from guichet.applications.models import (
    Application,
    DocumentRequest,
    ExplanationDraft,
    Paper,
    Reconsideration,
)
from guichet.applications.papers import scanner
from guichet.applications.papers.rules import Content, joined
from guichet.kernel.obstacles import Obstacle

A_MOMENT = timedelta(minutes=2)
HELD = ("waiting", "ready")  # their bytes are kept; without `handed_in_at` still the client's own


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedAnswer:
    """What somebody has prepared for one question, or offers without being asked."""

    request: DocumentRequest | None
    words: str
    papers: Sequence[Paper]  # the refused ones too, for they are to be told

    @property
    def content(self) -> Content:
        """Return what counts when it is handed in."""
        states = [paper.state for paper in self.papers]
        return Content(
            words=self.words,
            ready=states.count("ready"),
            waiting=states.count("waiting"),
            can_be_checked=scanner.is_on(),
        )


def answers(application: Application) -> list[PreparedAnswer]:
    """Return an answer for each question that waits, and the one that nobody asked for, last."""
    waiting = queries.open_requests(application).exclude(kind=queries.INTERVIEW_TIME)
    requests: list[DocumentRequest | None] = [*waiting, None]
    return [answer(application, request) for request in requests]


def waits_for_a_time(application: Application) -> bool:
    """Tell whether somebody is to choose a time for an interview, which no paper answers."""
    return queries.open_requests(application).filter(kind=queries.INTERVIEW_TIME).exists()


def answer(application: Application, request: DocumentRequest | None) -> PreparedAnswer:
    """Return what was prepared for one question."""
    mine = belonging(request.pk if request else None)
    visible = Q(state__in=HELD) | Q(state="refused", removed_at=None)
    papers = application.papers.filter(mine, visible, handed_in_at=None)
    return PreparedAnswer(
        request=request, words=words(drafts(application).filter(mine)), papers=list(papers)
    )


def belonging(request: int | None) -> Q:
    """Return what belongs to the answer of a question, or to what is offered.

    What was prepared for a question that an officer has dropped meanwhile is offered, not lost.
    """
    if request is None:
        return Q(request=None) | Q(request__dropped_at__isnull=False)
    return Q(request=request)


def drafts(application: Application) -> QuerySet[ExplanationDraft]:
    """Return what somebody has written and not handed in."""
    return ExplanationDraft.objects.filter(application=application).order_by("pk")


def words(drafts: Iterable[ExplanationDraft]) -> str:
    """Return the text of drafts as one."""
    return reduce(joined, (draft.words for draft in drafts), "")


def held_room(application: Application) -> tuple[int, int]:
    """Return how many papers were added and not handed in, and how large they are together."""
    papers = application.papers.filter(state__in=HELD, handed_in_at=None)
    return papers.count(), papers.aggregate(Sum("size"))["size__sum"] or 0


def question(application: Application, pk: int) -> DocumentRequest:
    """Return a question of this application, answered or not; others' are as good as unknown."""
    request = application.requests.filter(pk=pk).first()
    if request is None or request.kind == queries.INTERVIEW_TIME:
        raise Obstacle("not_found")
    return request


def added_paper(application: Application, pk: int) -> Paper:
    """Return a paper that was added to this application, whatever became of it; else Obstacle."""
    paper = application.papers.select_related("request").filter(pk=pk).first()
    if paper is None:
        raise Obstacle("not_found")
    return paper


def clean_paper(application: Application, pk: int) -> Paper:
    """Return a clean paper of this application, to be looked at; else Obstacle."""
    paper = clean_papers().filter(application=application, pk=pk).first()
    if paper is None:
        raise Obstacle("not_found")
    return paper


def clean_papers() -> QuerySet[Paper]:
    """Return the papers that may be opened: clean ones, and no others."""
    return Paper.objects.filter(verdict="clean", state__in=["ready", "handed_in"])


def answered_requests(application: Application) -> QuerySet[DocumentRequest]:
    """Return the questions that were answered, and what was offered, the newest first."""
    requests = application.requests.filter(answered_at__isnull=False)
    requests = requests.exclude(kind=queries.INTERVIEW_TIME)
    return requests.prefetch_related("papers").order_by("-answered_at", "-pk")


def was_just_handed_in(application: Application, now: datetime) -> bool:
    """Tell whether something was handed in a moment ago: the button was pressed twice."""
    return answered_requests(application).filter(answered_at__gt=now - A_MOMENT).exists()


def in_quarantine(*, before: datetime, most: int = 1000) -> Sequence[Paper]:
    """Return papers that came or were tried before a moment, the one of longest ago first.

    A paper that has never been tried is among them when its job was lost.
    """
    waiting = Paper.objects.filter(state="waiting").alias(last=Coalesce("scanned_at", "added_at"))
    return list(waiting.filter(last__lte=before).order_by("last", "pk")[:most])


def waiting_of(application: int) -> int:
    """Return how many papers of an application wait to be looked at."""
    return Paper.objects.filter(application=application, state="waiting").count()


def tries(application: Application, *, since: datetime) -> int:
    """Return how many papers were added since a moment, whatever became of them."""
    return application.papers.filter(added_at__gt=since).count()


def left_behind(*, before: datetime) -> QuerySet[Paper]:
    """Return papers that were never handed in and will not be: old, or of a case that is over."""
    return Paper.objects.filter(Q(added_at__lt=before) | _of_what_is_over(), handed_in_at=None)


def drafts_left_behind() -> QuerySet[ExplanationDraft]:
    """Return what was written for cases that are over and never handed in."""
    return ExplanationDraft.objects.filter(_of_what_is_over())


def _of_what_is_over() -> Q:
    """Return what belongs to a case that takes nothing more."""
    again = Reconsideration.objects.filter(
        decision__application=OuterRef("application"), decided_at=None
    )
    return Q(~Q(application__state__in=sorted(states.OPEN)), ~Exists(again))
