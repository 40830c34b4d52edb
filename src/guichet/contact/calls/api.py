"""The telephony API: what a telephone system tells of its calls, and what its menu may say."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from guichet.contact.call_backs import numbers
from guichet.contact.call_backs import queries as call_backs
from guichet.contact.call_backs.centre import centre
from guichet.contact.calls import actions, queries
from guichet.contact.calls.models import TelephoneCall
from guichet.kernel import clock
from guichet.kernel.models import ProgramKey
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bearer import Bearer
from guichet.kernel.programs.problems import answer
from guichet.kernel.programs.shapes import ProblemOut, RequestBody, fitting, takes
from guichet.kernel.reading.days import authority_zone
from guichet.notices import words
from guichet.notices.api import NoticeOut
from guichet.notices.feeds.entries import entry_of
from guichet.notices.standing import board
from guichet.notices.values import Notice
from guichet.web.languages import FIRST, exact

router = Router(tags=["Telephony"], auth=Bearer(queries.KIND))
# As telephone systems write that a number is withheld, beside none at all.
WITHHELD = frozenset(
    {"", "anonymous", "private", "restricted", "unavailable", "unknown", "withheld"}
)
REFUSED = dict.fromkeys((401, 413, 415, 422), ProblemOut)
Name = Annotated[str, Field(min_length=1, max_length=100)]
_FOR_CALLERS = ("site", "programme:", "channel:telephone")


class CallIn(RequestBody):
    """Somebody calls."""

    id: Name = Field(description="Of the call, as your system names it; never used again.")
    number: str = Field(max_length=40, description="E.164, or `anonymous`.")
    language: str | None = Field(default=None, max_length=20)
    menu: str | None = Field(default=None, max_length=60, description="What was chosen.")


class AnsweredIn(RequestBody):
    """An agent has answered."""

    agent: str = Field(min_length=1, max_length=150, description="The name of their account.")


class TransferredIn(RequestBody):
    """A call is handed on."""

    to: str = Field(min_length=1, max_length=60, description="An agent, a queue or an extension.")


class EndedIn(RequestBody):
    """A call has ended."""

    recording: str | None = Field(default=None, max_length=300, description="Where it is kept.")


class WindowOut(Schema):
    """A time in which we can call back."""

    from_: datetime = Field(alias="from")
    until: datetime


class MenuOut(Schema):
    """What a voice menu may tell a caller."""

    wait_minutes: int | None = Field(
        description="How long callers wait now, measured today; null where nobody was measured."
    )
    call_back_windows: list[WindowOut] = Field(description="The next free ones; perhaps none.")
    notices: list[NoticeOut] = Field(description="Web notices in force, in the language.")


class StateOut(Schema):
    """Where a call stands."""

    state: str = Field(description="waiting, talking, handed_on, missed or ended")


@router.post(
    "/calls",
    response={200: MenuOut, 201: MenuOut, **REFUSED},
    summary="Tell that somebody calls",
    operation_id="call_began",
    openapi_extra=takes(CallIn),
)
def call_began(request: HttpRequest) -> HttpResponse:
    """Told again it answers 200; what was told first stands."""
    body, now = fitting(request, CallIn), clock.now()
    language = _language(str(body.get("language") or ""))
    call, is_new = actions.begin(
        _system(request),
        str(body["id"]),
        number=_number(str(body["number"])),
        language=language,
        menu=str(body.get("menu") or ""),
        now=now,
    )
    menu = _menu(call.language or FIRST, now=now)
    return answer(menu, status=201 if is_new else 200)


@router.post(
    "/calls/{path:name}/answered",
    response={200: StateOut, **REFUSED},
    summary="Tell that an agent has answered",
    operation_id="call_answered",
    openapi_extra=takes(AnsweredIn),
)
def call_answered(request: HttpRequest, name: str) -> HttpResponse:
    """An interaction of this agent begins, once for each agent who answers the call."""
    body = fitting(request, AnsweredIn)
    call = actions.answer(_system(request), _named(name), agent=str(body["agent"]), now=clock.now())
    return _state(call)


@router.post(
    "/calls/{path:name}/transferred",
    response={200: StateOut, **REFUSED},
    summary="Tell that a call is handed on",
    operation_id="call_transferred",
    openapi_extra=takes(TransferredIn),
)
def call_transferred(request: HttpRequest, name: str) -> HttpResponse:
    """The caller waits again until an agent has answered."""
    body = fitting(request, TransferredIn)
    return _state(
        actions.transfer(_system(request), _named(name), to=str(body["to"]), now=clock.now())
    )


@router.post(
    "/calls/{path:name}/ended",
    response={200: StateOut, **REFUSED},
    summary="Tell that a call has ended",
    operation_id="call_ended",
    openapi_extra=takes(EndedIn, required=False),
)
def call_ended(request: HttpRequest, name: str) -> HttpResponse:
    """A call that nobody answered is a missed one, and the caller is offered a call-back."""
    body = fitting(request, EndedIn, may_be_empty=True)
    recording = str(body.get("recording") or "")
    call = actions.end(_system(request), _named(name), recording=recording, now=clock.now())
    return _state(call)


def _system(request: HttpRequest) -> str:
    key: ProgramKey = request.auth  # type: ignore[attr-defined]
    return key.name


def _named(name: str) -> str:
    if len(name) > 100 or not name.isprintable():
        raise Obstacle("not_found")
    return name


def _number(text: str) -> str:
    """Return the number as E.164, empty where it is withheld; raise Obstacle for another text."""
    if text.strip().lower() in WITHHELD:
        return ""
    try:
        return numbers.read(text)
    except Obstacle:
        raise Obstacle("invalid", errors={"number": "malformed"}) from None


def _language(text: str) -> str:
    language = exact(text) if text else ""
    if language is None:
        raise Obstacle("invalid", errors={"language": "unknown_language"})
    return language


def _menu(language: str, *, now: datetime) -> dict[str, Any]:
    zone = authority_zone()
    windows = call_backs.free_windows(now=now)[: centre().told]
    notices = filter(_is_for_callers, words.latest_first(board.in_force(now=now)))
    return {
        "wait_minutes": queries.wait_minutes(now=now),
        "call_back_windows": [
            {
                "from": window.starts_at.astimezone(zone).isoformat(),
                "until": window.ends_at.astimezone(zone).isoformat(),
            }
            for window in windows
        ],
        "notices": [entry_of(notice, language, now=now) for notice in notices],
    }


def _is_for_callers(notice: Notice) -> bool:
    """Tell whether a notice concerns whoever calls, and not one office or country alone."""
    version = notice.shown
    return version is not None and any(
        part.startswith(_FOR_CALLERS) for part in version.words.scope
    )


def _state(call: TelephoneCall) -> HttpResponse:
    return answer({"state": actions.standing_of(call).state})
