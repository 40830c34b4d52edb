"""What the pages of papers show: each question with its words and help, and what answers it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.lists import format_list
from babel.units import format_unit
from django.http import HttpRequest, HttpResponse

from guichet.applications import queries as applications
from guichet.applications.access import pages
from guichet.applications.form import answers as reading
from guichet.applications.models import Application, DocumentRequest, Paper, PaperBytes
from guichet.applications.papers import actions, queries, scanner
from guichet.applications.papers.kinds import MEGABYTE
from guichet.applications.papers.queries import PreparedAnswer
from guichet.applications.status import next_steps
from guichet.eligibility import content
from guichet.eligibility.programme import written_language
from guichet.kernel.reading.days import authority_zone
from guichet.web.languages import locale_of
from guichet.web.words import Say, speaker, texts

TOPIC = "papers"
OFFERED = "offered"
EXCERPT = 240  # characters of an explanation on the list


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper on a page."""

    paper: Paper
    size: str
    has_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentQuestion:
    """Something that was asked for, or the place for what was not, with its answer so far."""

    code: str  # under which its words are found
    request: DocumentRequest | None
    is_over: bool
    readiness: str
    words: str
    rows: Sequence[PaperRow]

    @property
    def excerpt(self) -> str:
        """Return the beginning of the explanation."""
        return self.words if len(self.words) <= EXCERPT else f"{self.words[:EXCERPT]}…"

    @property
    def loaded(self) -> str:
        """Return the mark of the text that the page was made with."""
        return actions.mark_of(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedInAnswer:
    """An answer that was handed in."""

    code: str
    at: datetime  # by the clock of the authority
    words: str
    rows: Sequence[PaperRow]


def code_of(document: str) -> str:
    """Return the code under which there are words for what was asked for."""
    return document if f"wanted.{document}.title" in texts(TOPIC) else "other"


def question(answer: PreparedAnswer, language: str, *, now: datetime) -> DocumentQuestion:
    """Return a question as a page shows it."""
    request = answer.request
    return DocumentQuestion(
        code=code_of(request.kind) if request else OFFERED,
        request=request,
        is_over=bool(request and request.due_on < content.today(now)),
        readiness=answer.content.readiness,
        words=answer.words,
        rows=rows(answer.papers, language),
    )


def questions(application: Application, language: str, *, now: datetime) -> list[DocumentQuestion]:
    """Return every question that waits, and what is offered, last."""
    return [question(answer, language, now=now) for answer in queries.answers(application)]


def rows(papers: Sequence[Paper], language: str) -> list[PaperRow]:
    """Return papers with what is shown beside their names."""
    pictures = PaperBytes.objects.filter(paper__in=papers, picture__isnull=False)
    with_picture = set(pictures.values_list("paper_id", flat=True))
    return [
        PaperRow(
            paper=paper, size=size_of(paper.size, language), has_picture=paper.pk in with_picture
        )
        for paper in papers
    ]


def wait(rows: Iterable[PaperRow]) -> bool:
    """Tell whether any paper still waits to be checked."""
    return any(row.paper.state == "waiting" for row in rows)


def handed_in_answers(application: Application, language: str) -> list[HandedInAnswer]:
    """Return what was handed in, the newest first."""
    return [
        HandedInAnswer(
            code=OFFERED if request.kind == OFFERED else code_of(request.kind),
            at=request.answered_at.astimezone(authority_zone()),
            words=request.explanation,
            rows=rows([paper for paper in request.papers.all() if paper.handed_in_at], language),
        )
        for request in queries.answered_requests(application)
        if request.answered_at
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


def languages_read(language: str) -> str:
    """Return the languages that the agency writes its letters in, and so reads, in words."""
    locale = locale_of(language)
    names = [locale_of(code).get_display_name(locale) for code in reading.letter_languages()]
    return format_list([name for name in names if name], style="or", locale=locale)


def show(
    request: HttpRequest,
    application: Application,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of papers: `tell` has its words."""
    language = written_language(request)
    frame = {
        "tell": speaker(language, TOPIC),
        "of_form": speaker(language, "apply"),
        "is_open": applications.takes_information(application),
        "languages": languages_read(language),
        "officer_language": letter_language(application),
        "scanner_is_on": scanner.is_on(),
        "waits_for_a_time": queries.waits_for_a_time(application) if template == "list" else False,
        "route": next_steps.route,
    }
    return pages.show(request, f"papers/{template}", {**frame, **context}, status)


def event_sentence(request: HttpRequest, say: Say) -> object:
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
