"""What a page about a case or a question tells of colleagues: in the page, and while it is open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from guichet.applications.models import OfficerTask
from guichet.casework import events
from guichet.casework.events import Event
from guichet.casework.pages import officer_of
from guichet.casework.presence import actions, queries
from guichet.casework.presence.actions import OpenFile, Reader
from guichet.casework.presence.queries import Handover
from guichet.kernel import clock
from guichet.web.languages import of


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An officer who has a file open, and the page on which they have it."""

    file: OpenFile
    number: str  # of the case, or of the question where the page is about that
    officer: int
    language: str
    now: datetime
    page_at: datetime  # when the page was made
    is_question: bool = False
    is_typing: bool = False  # there is a form on the page


def visit(
    request: HttpRequest,
    file: OpenFile,
    number: str,
    *,
    is_question: bool = False,
    is_typing: bool = False,
) -> Visit:
    """Return who has a file open with this request, and on which page."""
    now = clock.now()
    return Visit(
        file=file,
        number=number,
        officer=officer_of(request),
        language=of(request),
        now=now,
        page_at=_page_at(request) or now,
        is_question=is_question,
        is_typing=is_typing,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleagues:
    """Who else is in a file, who took a task of it, and what was done since a page showed it.

    `last_change`: up to which the page shows the case, "" where it shows none. `holders`: who had
    each task. An open page sends both to `asks` when it asks what is new.
    """

    visit: Visit
    readers: Sequence[Reader]
    handovers: Sequence[Handover] = ()
    news: Sequence[Event] = ()
    last_change: str = ""
    holders: str = ""

    @property
    def asks(self) -> str:
        """Return the address that an open page asks."""
        name = "staff:question_presence" if self.visit.is_question else "staff:presence"
        return reverse(name, kwargs={"number": self.visit.number})

    @property
    def page_at(self) -> str:
        """Return when this page was made, as it says with every sign and when it is left."""
        return self.visit.page_at.isoformat()

    @property
    def every(self) -> float:
        """Return how often an open page asks, in seconds."""
        return actions.EVERY


def on_page(
    visit: Visit,
    *,
    last_change: int | None = None,
    tasks: Iterable[OfficerTask] = (),
    tells_news: bool = False,
) -> Colleagues:
    """Note that an officer is in a file, and return what their page tells as it is loaded.

    `tells_news`: the officer has read the case up to `last_change` on a page before this one.
    """
    return Colleagues(
        visit=visit,
        readers=_readers(visit),
        news=_news(visit, last_change) if tells_news else [],
        last_change="" if last_change is None else f"{last_change}",
        holders=queries.holders_of(tasks),
    )


def meanwhile(visit: Visit, fields: Mapping[str, str]) -> Colleagues:
    """Note that an officer is still in a file; return what is new since the page was made."""
    return Colleagues(
        visit=visit,
        readers=_readers(visit, is_live=True),
        handovers=queries.handovers(visit.file, fields.get("held", ""), officer=visit.officer),
        news=_news(visit, events.change_read(fields.get("seen", ""))),
    )


def _readers(visit: Visit, *, is_live: bool = False) -> Sequence[Reader]:
    return actions.come(
        visit.file,
        officer=visit.officer,
        page_at=visit.page_at,
        now=visit.now,
        is_live=is_live,
    )


def _page_at(request: HttpRequest) -> datetime | None:
    """Return when the page was made that signs or is left; None for one that is made just now."""
    try:
        at = datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _news(visit: Visit, last_change: int | None) -> Sequence[Event]:
    if last_change is None or visit.file.kind != "application":
        return []
    return events.since(visit.file.key, last_change, visit.language)
