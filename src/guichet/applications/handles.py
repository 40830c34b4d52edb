"""Which applications a visit has open, each under a handle that means something in it alone.

All windows of a browser share one cookie. It holds a few of them, signed: handle, record, and when
a page of it was last seen. The handle stands in the addresses of its pages and files, so that each
window keeps its own; drawn by chance, it tells nothing and opens nothing.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

from guichet.applications.models import Application
from guichet.web import visits

MOST = 10  # applications at once; one more closes the one whose pages were not seen for longest
STAYS_OPEN = timedelta(minutes=30)  # after the last page, for a form takes its time
STAYS_OPEN_SHARED = timedelta(minutes=10)
# The cookie is not written again within this time: a late answer, such as a picture, would
# otherwise forget what another window has opened meanwhile.
NOTED_EVERY = timedelta(minutes=1)
SALT = "guichet.applications.handles"
_DIGITS, _LETTERS, _LETTERS_OF_A_HANDLE = "23456789", "bcdfghjkmnpqrstvwxz", 3


class Handle:
    """A handle in an address: a digit first, so that it is never the name of a page."""

    regex = f"[{_DIGITS}][{_LETTERS}]{{{_LETTERS_OF_A_HANDLE}}}"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


@dataclass(frozen=True, slots=True)
class Opening:
    """An application that is open in a visit."""

    handle: str
    record: int
    seen_at: int


class Visit:
    """The applications that a browser has open, and the one that a request is about."""

    def __init__(self, request: HttpRequest, *, now: datetime) -> None:
        self.was_here = visits.APPLICATION in request.COOKIES
        self.openings = {one.handle: one for one in _read(request, now=now)}
        self.current: Application | None = None
        self.handle = ""
        self._now = int(now.timestamp())
        self._changed = self._finished = False
        self._loaded: dict[int, Application] = {}

    def applications(self) -> list[Application]:
        """Return every application that is open, in the order in which they were opened."""
        missing = {one.record for one in self.openings.values()} - self._loaded.keys()
        if missing:
            self._loaded |= Application.objects.in_bulk(missing)
        every = [self._loaded.get(one.record) for one in self.openings.values()]
        return [one for one in every if one]

    def at(self, handle: str) -> Application | None:
        """Return the application of an address; without a handle the only one that is open."""
        if not handle and len(self.openings) == 1:
            handle = next(iter(self.openings))
        opening = self.openings.get(handle)
        if opening is None:
            return None
        return next((one for one in self.applications() if one.pk == opening.record), None)

    def handle_of(self, application: Application) -> str:
        """Return the handle under which an application is open; "" where it is not."""
        every = self.openings.values()
        return next((one.handle for one in every if one.record == application.pk), "")

    def turn_to(self, application: Application) -> None:
        """Let the answer be about an application that is open: its links carry its handle."""
        self.current, self.handle = application, self.handle_of(application)
        seen_at = self.openings[self.handle].seen_at
        if self._now - seen_at >= NOTED_EVERY.total_seconds():
            self._note(self.handle, application)

    def open(self, application: Application, *, handle: str = "") -> None:
        """Open an application, under the handle of an older window where that one is free."""
        known = self.handle_of(application)
        free = handle if handle not in self.openings else ""
        self._note(known or free or _fresh(self.openings), application)
        self._loaded[application.pk] = application
        for one in sorted(self.openings.values(), key=lambda one: one.seen_at)[:-MOST]:
            del self.openings[one.handle]
        self.turn_to(application)

    def close_all(self) -> None:
        """Close every application, for somebody else sits down; the cookies of a visit go too."""
        self.openings.clear()
        self._changed = self._finished = True

    def keep(self, response: HttpResponse) -> HttpResponse:
        """Write the cookie into an answer, where there is something new to write."""
        if self._changed:
            every = [[one.handle, one.record, one.seen_at] for one in self.openings.values()]
            visits.keep(response, visits.APPLICATION, signing.dumps(every, salt=SALT))
        for name in (visits.VISIT, visits.NOTICE, visits.LOST) if self._finished else ():
            visits.drop(response, name)
        return response

    def _note(self, handle: str, application: Application) -> None:
        self.openings[handle] = Opening(handle, application.pk, self._now)
        self._changed = True


def visit_of(request: HttpRequest, *, now: datetime) -> Visit:
    """Return the visit of a request: one and the same for everything that asks during it."""
    visit: Visit | None = getattr(request, "visit_of_applications", None)
    if visit is None:
        visit = Visit(request, now=now)
        request.visit_of_applications = visit  # type: ignore[attr-defined]
    return visit


def _read(request: HttpRequest, *, now: datetime) -> Iterable[Opening]:
    try:
        kept = signing.loads(request.COOKIES.get(visits.APPLICATION, ""), salt=SALT)
        openings = [Opening(str(handle), int(pk), int(at)) for handle, pk, at in kept]
    except (signing.BadSignature, ValueError, TypeError):
        return
    stays = STAYS_OPEN_SHARED if visits.on_shared_computer(request) else STAYS_OPEN
    for one in openings:
        if timedelta() <= now - datetime.fromtimestamp(one.seen_at, now.tzinfo) <= stays:
            yield one


def _fresh(taken: Iterable[str]) -> str:
    """Return a handle that this visit does not use yet."""
    while True:
        letters = (secrets.choice(_LETTERS) for _ in range(_LETTERS_OF_A_HANDLE))
        handle = secrets.choice(_DIGITS) + "".join(letters)
        if handle not in set(taken):
            return handle
