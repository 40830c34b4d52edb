"""Which applications a visit has open, each under a handle that means something in it alone.

All windows of a browser share one cookie. It holds a few of them, signed: handle, record, when a
page of it was last seen, when it was opened and with which PIN; and the name of the visit. The
handle stands in the addresses of its pages and files, so that each window keeps its own; drawn by
chance, it tells nothing and opens nothing.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse

from guichet.applications.models import Application
from guichet.kernel import endings
from guichet.kernel.models import EndedVisit
from guichet.web import visits

MOST = 10  # applications at once; one more closes the one whose pages were not seen for longest
STAYS_OPEN = timedelta(minutes=30)  # after the last page, for a form takes its time
STAYS_OPEN_SHARED = timedelta(minutes=10)
# The cookie is not written again within this time: a late answer, such as a picture, would
# otherwise forget what another window has opened meanwhile.
NOTED_EVERY = timedelta(minutes=1)
SALT = "guichet.applications.handles"
COOKIE = "guichet_application"
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
    opened_at: int
    generation: int  # of the PIN that was in use when it was opened

    def note(self) -> list[object]:
        """Return it as it stands in the cookie."""
        return [self.handle, self.record, self.seen_at, self.opened_at, self.generation]


class Visit:
    """The applications that a browser has open, and the one that a request is about."""

    def __init__(self, request: HttpRequest, *, now: datetime) -> None:
        self.was_here = COOKIE in request.COOKIES
        self.name, noted = _read(request, now=now)
        self.current: Application | None = None
        self.handle = ""
        self._noted: dict[str, Opening] | None = {opening.handle: opening for opening in noted}
        self._openings: dict[str, Opening] = {}
        self._now = int(now.timestamp())
        self._changed = self._finished = False
        self._loaded: dict[int, Application] = {}

    @property
    def openings(self) -> dict[str, Opening]:
        """Return what is open by handle: not what was ended, or whose PIN was replaced since."""
        if self._noted is not None:
            noted, self._noted = self._noted, None
            self._loaded = _still_open(self.name, noted.values())
            self._openings = {
                handle: opening
                for handle, opening in noted.items()
                if opening.record in self._loaded
            }
            if not self._openings:  # An ended visit is not taken up again under its name.
                self.name = endings.new_visit()
        return self._openings

    def applications(self) -> list[Application]:
        """Return every application that is open, in the order in which they were opened."""
        return [self._loaded[opening.record] for opening in self.openings.values()]

    def at(self, handle: str) -> Application | None:
        """Return the application of an address; without a handle the only one that is open."""
        if not handle and len(self.openings) == 1:
            handle = next(iter(self.openings))
        opening = self.openings.get(handle)
        if opening is None:
            return None
        return next(
            (
                application
                for application in self.applications()
                if application.pk == opening.record
            ),
            None,
        )

    def handle_of(self, application: Application) -> str:
        """Return the handle under which an application is open; "" where it is not."""
        every = self.openings.values()
        return next((opening.handle for opening in every if opening.record == application.pk), "")

    def turn_to(self, application: Application) -> None:
        """Let the answer be about an application that is open: its links carry its handle."""
        self.current, self.handle = application, self.handle_of(application)
        seen_at = self.openings[self.handle].seen_at
        if self._now - seen_at >= NOTED_EVERY.total_seconds():
            self._note(replace(self.openings[self.handle], seen_at=self._now))

    def open(self, application: Application, *, handle: str = "") -> None:
        """Open an application, under the handle of an older window where that one is free."""
        old_handle = self.handle_of(application)
        free = handle if handle not in self.openings else ""
        handle = old_handle or free or _fresh(self.openings)
        generation = application.pin_generation
        self._note(Opening(handle, application.pk, self._now, self._now, generation))
        self._loaded[application.pk] = application
        for opening in sorted(self.openings.values(), key=lambda opening: opening.seen_at)[:-MOST]:
            del self.openings[opening.handle]
        self.turn_to(application)

    def close_all(self) -> None:
        """Close every application, for somebody else sits down; the cookies of a visit go too."""
        self.openings.clear()
        self.name = endings.new_visit()
        self._changed = self._finished = True

    def keep(self, response: HttpResponse) -> HttpResponse:
        """Write the cookie into an answer, where there is something new to write."""
        if self._changed:
            every = [self.name, [opening.note() for opening in self.openings.values()]]
            visits.keep(response, COOKIE, signing.dumps(every, salt=SALT))
        for name in sorted(visits.PERSONAL - {COOKIE}) if self._finished else ():
            visits.drop(response, name)
        return response

    def _note(self, opening: Opening) -> None:
        self.openings[opening.handle] = opening
        self._changed = True


def visit_of(request: HttpRequest, *, now: datetime) -> Visit:
    """Return the visit of a request: one and the same for everything that asks during it."""
    visit: Visit | None = getattr(request, "visit_of_applications", None)
    if visit is None:
        visit = Visit(request, now=now)
        request.visit_of_applications = visit  # type: ignore[attr-defined]
    return visit


def end(request: HttpRequest, now: datetime) -> None:
    """End the visit of a browser: copies of its cookie open nothing any more."""
    visit = visit_of(request, now=now)
    if visit.openings:
        endings.end(visit.name, now=now)


def read_note(cookie: str) -> tuple[str, list[Opening]]:
    """Return the name of a visit and what was opened in it, from its cookie; raise ValueError."""
    try:
        content = signing.loads(cookie, salt=SALT)
    except signing.BadSignature as error:
        raise ValueError(error) from error
    if not content or isinstance(content[0], list):  # a note of the last release
        return endings.new_visit(), [
            Opening(handle, record, at, at, endings.ANY_GENERATION)
            for handle, record, at in content
        ]
    name, openings = content
    return name, [Opening(*fields) for fields in openings]


def _read(request: HttpRequest, *, now: datetime) -> tuple[str, list[Opening]]:
    try:
        name, openings = read_note(request.COOKIES.get(COOKIE, ""))
    except (ValueError, TypeError):
        return endings.new_visit(), []
    stays = STAYS_OPEN_SHARED if visits.on_shared_computer(request) else STAYS_OPEN
    return name, [
        opening
        for opening in openings
        if timedelta() <= now - datetime.fromtimestamp(opening.seen_at, now.tzinfo) <= stays
        and endings.is_within(opening.opened_at, now=now)
    ]


def _still_open(visit: str, openings: Iterable[Opening]) -> dict[int, Application]:
    generations = {opening.record: opening.generation for opening in openings}
    if not generations:
        return {}
    ended = Exists(EndedVisit.objects.filter(pk__in=endings.keys_of(visit)))
    every = Application.objects.filter(~ended).in_bulk(generations)
    return {
        pk: application
        for pk, application in every.items()
        if application.pin_generation <= generations[pk]
    }


def _fresh(handles: Iterable[str]) -> str:
    """Return a handle that this visit does not use yet."""
    while True:
        letters = (secrets.choice(_LETTERS) for _ in range(_LETTERS_OF_A_HANDLE))
        handle = secrets.choice(_DIGITS) + "".join(letters)
        if handle not in set(handles):
            return handle
