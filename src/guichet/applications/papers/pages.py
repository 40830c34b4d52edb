"""What the pages of papers show: each question with its words and help, and what answers it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.units import format_unit
from django.http import HttpRequest, HttpResponse

from guichet.applications import queries as applications
from guichet.applications.access import pages
from guichet.applications.form import answers as reading
from guichet.applications.models import Application, DocumentRequest, Paper, PaperBytes
from guichet.applications.papers import actions, queries, scanner
from guichet.applications.papers.kinds import MEGABYTE
from guichet.applications.papers.queries import Answer
from guichet.eligibility import content
from guichet.kernel.reading.days import EASTERN
from guichet.web.languages import locale_of
from guichet.web.words import Say, speaker, texts, written_language

TOPIC = "papers"
OFFERED = "offered"
EXCERPT = 240  # characters of an explanation on the list


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paper on a page."""

    paper: Paper
    size: str
    has_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that was asked for, or the place for what was not, with its answer so far."""

    code: str  # under which its words are found
    request: DocumentRequest | None
    is_over: bool
    readiness: str
    words: str
    rows: Sequence[Row]

    @property
    def excerpt(self) -> str:
        """Return the beginning of the explanation."""
        return self.words if len(self.words) <= EXCERPT else f"{self.words[:EXCERPT]}…"

    @property
    def loaded(self) -> str:
        """Return the mark of the text that the page was made with."""
        return actions.mark_of(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An answer that was handed in."""

    code: str
    at: datetime  # in Ottawa
    words: str
    rows: Sequence[Row]


def code_of(wanted: str) -> str:
    """Return the code under which there are words for what was asked for."""
    return wanted if f"wanted.{wanted}.title" in texts(TOPIC) else "other"


def question(answer: Answer, language: str, *, now: datetime) -> Question:
    """Return a question as a page shows it."""
    asked = answer.request
    return Question(
        code=code_of(asked.wanted) if asked else OFFERED,
        request=asked,
        is_over=bool(asked and asked.due_on < content.today(now)),
        readiness=answer.content.readiness,
        words=answer.words,
        rows=rows(answer.papers, language),
    )


def questions(application: Application, language: str, *, now: datetime) -> list[Question]:
    """Return every question that waits, and what is offered, last."""
    return [question(one, language, now=now) for one in queries.answers(application)]


def rows(papers: Sequence[Paper], language: str) -> list[Row]:
    """Return papers with what is shown beside their names."""
    drawn = PaperBytes.objects.filter(paper__in=papers, picture__isnull=False)
    with_picture = set(drawn.values_list("paper_id", flat=True))
    return [
        Row(paper=one, size=size_of(one.size, language), has_picture=one.pk in with_picture)
        for one in papers
    ]


def wait(rows: Iterable[Row]) -> bool:
    """Tell whether any paper still waits to be checked."""
    return any(row.paper.state == "waiting" for row in rows)


def answered(application: Application, language: str) -> list[Past]:
    """Return what was handed in, the newest first."""
    return [
        Past(
            code=OFFERED if one.wanted == OFFERED else code_of(one.wanted),
            at=one.answered_at.astimezone(EASTERN),
            words=one.explanation,
            rows=rows([paper for paper in one.papers.all() if paper.handed_in_at], language),
        )
        for one in queries.answered(application)
        if one.answered_at
    ]


def size_of(size: int, language: str) -> str:
    """Return how large a paper is, in the units of a language.

    >>> size_of(12_345, "en"), size_of(3_500_000, "de")
    ('12 kB', '3,3 MB')
    """
    unit, amount = ("megabyte", round(size / MEGABYTE, 1))
    if size < MEGABYTE:
        unit, amount = "kilobyte", max(1, size // 1024)
    locale = locale_of(language)
    return format_unit(amount, unit, length="short", locale=locale, numbering_system="latn")


def letter_language(application: Application) -> str:
    """Return the language in which officers write to this client."""
    return reading.letter_language(application.answers, language=application.language)


def show(
    request: HttpRequest,
    application: Application,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of papers: `tell` has its words."""
    language = written_language(request)
    known = {
        "tell": speaker(language, TOPIC),
        "of_form": speaker(language, "apply"),
        "is_open": applications.takes_information(application),
        "officer_language": letter_language(application),
        "scanner_is_on": scanner.is_on(),
    }
    return pages.show(request, f"papers/{template}", {**known, **context}, status)


def said(request: HttpRequest, say: Say) -> object:
    """Return the sentence on what has just happened; nothing for a code nobody wrote words for."""
    code = request.GET.get("said", "")
    if code == "waits" and not scanner.is_on():
        return say("file.off")  # nothing will be checked by itself
    key = f"said.{code}"
    return say(key) if key in texts(TOPIC) else ""


def obstacle(code: str, say: Say) -> object:
    """Return why nothing could be handed in; nothing where there is no obstacle."""
    if code == "cannot_be_checked":
        return say("file.off")
    key = f"error.{code}"
    return say(key if key in texts(TOPIC) else "page.closed") if code else ""
