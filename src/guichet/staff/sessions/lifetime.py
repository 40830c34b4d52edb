"""The sessions of an account: how each ends, and what its owner is told of them.

A session is left alone half an hour (at a desk, where people pass, for a quarter), or has lasted
a working day, or is ended from another one: then it is over. Its row names no address: where it is
used from is a keyed hash, of which only "the same network as this one" is ever said, and the kind
of browser.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest

from guichet.kernel.database.along import Along
from guichet.kernel.guarding.network import network_key
from guichet.staff import audit, roles
from guichet.staff.frame import at_desk
from guichet.staff.models import StaffSession
from guichet.staff.sessions import days

LONGEST = timedelta(hours=12)  # after the sign-in, whatever happens
IDLE, DAY, ELSEWHERE, OUT = "idle", "day", "elsewhere", "out"
_SESSION = "staff_session"
# Pages that a browser asks for by itself, by the name of their address: they keep nobody signed in,
# and end nothing. Every room adds its own when it starts.
BY_ITSELF: set[str] = {"staff:session_left"}
REFRESHED = "refreshed"  # in the address of a page that has loaded itself again: as good as those
_ALONG: Along[StaffSession] = Along(
    StaffSession.objects.filter(user=OuterRef("pk")), "id", "since", "seen_at"
)
_READ_ALONG = "sessions_along"
_NOTED_EVERY = timedelta(seconds=30)  # so that not every page writes the row
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")


class Remainder(NamedTuple):
    """How many seconds a session has left when nothing is pressed, and why it then ends."""

    seconds: int
    why: str


def end_of(request: HttpRequest, user: User, *, now: datetime, is_by_itself: bool = False) -> str:
    """Return why the session is over, and end it; "" where it goes on, which is noted.

    Nothing is ended or noted for what a browser asks by itself: nobody may be sitting there.
    """
    number = current(request)
    session = _session_of(user, number) if number else None
    why = _why_over(user, session, number, now=now)
    if not why and at_desk.has_changed(request, user):
        why = ELSEWHERE
    if is_by_itself and (why or session):
        return why
    if why:
        StaffSession.objects.filter(pk=number, user=user).delete()
        audit.did_to_self(user, "session_ended", why=why)
        logout(request)
    elif session is None:
        begin(request, user, now=now)
    elif now - session.seen_at > _NOTED_EVERY:
        StaffSession.objects.filter(pk=session.pk).update(seen_at=now)
    return why


def remainder_of(request: HttpRequest, user: User, *, now: datetime) -> Remainder:
    """Return what a session has left; one that this very request began has all of it."""
    session = _session_of(user, current(request))
    since, seen_at = (session.since, session.seen_at) if session else (now, now)
    idle, day = seen_at + _idle_of(user), since + LONGEST
    seconds = int((min(idle, day) - now).total_seconds())
    return Remainder(max(0, seconds), IDLE if idle < day else DAY)


def current(request: HttpRequest) -> int:
    """Return the number of the session of a request; 0 where it has none yet."""
    return int(request.session.get(_SESSION, 0))


def with_sessions(accounts: QuerySet[User]) -> QuerySet[User]:
    """Return accounts whose sessions are read along with them."""
    return accounts.annotate(**{_READ_ALONG: _ALONG.array})


def live(user: User, *, now: datetime) -> QuerySet[StaffSession]:
    """Return the sessions of an account that are not over, the one used last first."""
    seen_after = now - _idle_of(user)
    return StaffSession.objects.filter(
        user=user, seen_at__gte=seen_after, since__gte=now - LONGEST
    ).order_by("-seen_at", "-pk")


def end(user: User, session: int) -> bool:
    """End another session of an account; tell whether there was one."""
    count: int = StaffSession.objects.filter(user=user, pk=session).delete()[0]
    if count:
        audit.did_to_self(user, "session_closed")
    return bool(count)


def end_others(user: User, *, this_session: int = 0) -> None:
    """End every session of an account but one: its password has changed.

    Where none is left its day is over as well: no desk PIN opens anything before a full sign-in.
    """
    StaffSession.objects.filter(user=user).exclude(pk=this_session).delete()
    if not this_session:
        days.end(user)


def end_at(device: int) -> None:
    """End every session that was opened at a shared desk: it was taken away."""
    StaffSession.objects.filter(device=device).delete()


def purge(*, now: datetime) -> int:
    """Erase the rows of sessions that are over by age; return how many."""
    days.purge(before=now - LONGEST)
    return StaffSession.objects.filter(since__lt=now - LONGEST).delete()[0]


def _session_of(user: User, number: int) -> StaffSession | None:
    """Return a session of an account, which was read along with it on a page."""
    rows = getattr(user, _READ_ALONG, None)
    if rows is None:  # signed in by this very request
        return StaffSession.objects.filter(pk=number, user=user).first()
    return next((session for session in _ALONG.read(rows) if session.pk == number), None)


def _why_over(user: User, session: StaffSession | None, number: int, *, now: datetime) -> str:
    if session is None:
        return ELSEWHERE if number else ""
    if now - session.since > LONGEST:
        return DAY
    return IDLE if now - session.seen_at > _idle_of(user) else ""


def _idle_of(user: User) -> timedelta:
    return timedelta(minutes=roles.idle_minutes_of(user))


def begin(
    request: HttpRequest,
    user: User,
    *,
    now: datetime,
    since: datetime | None = None,
    device: int | None = None,
) -> None:
    """Give a session its row: with the sign-in, so that it can be ended before its first page.

    It lasts LONGEST from `since` on: one that is opened at a shared desk, from the full sign-in.
    """
    session = StaffSession.objects.create(
        user=user,
        since=since or now,
        seen_at=now,
        device=device,
        network=network_key(request),
        browser=browser_of(request.headers.get("User-Agent", "")),
    )
    request.session[_SESSION] = session.pk


def browser_of(agent: str) -> str:
    """Return the kind of browser and machine, roughly.

    >>> browser_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox, Linux'
    """
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for name in _SYSTEMS if name in agent), "")
    return ", ".join(part for part in (browser, system) if part)
