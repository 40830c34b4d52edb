"""Who may do what at the desk of an office and with its devices, every cell, written by hand.

`elsewhere` is an office manager of another office, `nobody` an account without a role, `stranger`
somebody who has not signed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from guichet.booking import actions as booking
from guichet.booking import queries
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, Slot
from guichet.booking.on_behalf import actions as on_behalf
from guichet.booking.on_behalf.many import Source, source_of
from guichet.booking.staff_pages.on_behalf import page, views_many
from guichet.booking.testing import make_details, make_open_slot
from guichet.counter.models import Ticket
from guichet.counter.queue import actions, expecting
from guichet.counter.testing import (
    DESK_OF,
    make_checked_in,
    make_counter_officer,
    make_desk_office,
    make_expected,
    make_walk_in,
)
from guichet.devices import actions as devices
from guichet.devices import codes
from guichet.devices.testing import make_device
from guichet.kernel import clock
from guichet.offices.models import Office

TABLE = """\
deed             | office_manager receptionist counter_officer auditor administrator intake_officer deciding_officer elsewhere nobody stranger
desk             | yes            yes          yes             yes     -             -              -                -         -      -
desk_now         | yes            yes          yes             yes     -             -              -                -         -      -
gone             | yes            yes          yes             yes     -             -              -                -         -      -
agenda           | yes            yes          yes             yes     -             -              -                -         -      -
sheet            | yes            yes          yes             -       -             -              -                -         -      -
find             | yes            yes          yes             -       -             -              -                -         -      -
check_in         | yes            yes          yes             -       -             -              -                -         -      -
camera           | yes            yes          yes             -       -             -              -                -         -      -
came             | yes            yes          yes             -       -             -              -                -         -      -
never_came       | yes            yes          yes             -       -             -              -                -         -      -
undo_never_came  | yes            yes          yes             -       -             -              -                -         -      -
times            | yes            yes          yes             -       -             -              -                -         -      -
move             | yes            yes          yes             -       -             -              -                -         -      -
paper_seen       | yes            yes          yes             -       -             -              -                -         -      -
ticket_paper     | yes            yes          yes             -       -             -              -                -         -      -
person           | yes            yes          yes             -       -             -              -                -         -      -
cancel           | yes            yes          yes             -       -             -              -                -         -      -
identify         | yes            yes          yes             -       -             -              -                -         -      -
notice           | yes            yes          yes             -       -             -              -                -         -      -
book_for         | yes            yes          yes             -       -             -              -                -         -      -
hold_for         | yes            yes          yes             -       -             -              -                -         -      -
review           | yes            yes          yes             -       -             -              -                -         -      -
who              | yes            yes          yes             -       -             -              -                -         -      -
book             | yes            yes          yes             -       -             -              -                -         -      -
longer           | yes            yes          yes             -       -             -              -                -         -      -
again            | yes            yes          yes             -       -             -              -                -         -      -
drop             | yes            yes          yes             -       -             -              -                -         -      -
notices          | yes            yes          yes             -       -             -              -                -         -      -
many             | yes            -            -               -       -             -              -                -         -      -
many_find        | yes            -            -               -       -             -              -                -         -      -
many_cancel      | yes            -            -               -       -             -              -                -         -      -
walk_in          | yes            yes          yes             -       -             -              -                -         -      -
call_next        | yes            -            yes             -       -             -              -                -         -      -
call_this        | yes            -            yes             -       -             -              -                -         -      -
recall           | yes            -            yes             -       -             -              -                -         -      -
start            | yes            -            yes             -       -             -              -                -         -      -
finish           | yes            -            yes             -       -             -              -                -         -      -
no_show          | yes            -            yes             -       -             -              -                -         -      -
transfer         | yes            -            yes             -       -             -              -                -         -      -
agree            | yes            yes          yes             -       -             -              -                -         -      -
park             | yes            yes          yes             -       -             -              -                -         -      -
left             | yes            yes          yes             -       -             -              -                -         -      -
undo             | yes            yes          yes             -       -             -              -                -         -      -
devices          | yes            -            -               -       yes           -              -                yes       -      -
pair             | yes            -            -               -       yes           -              -                -         -      -
take_away        | yes            -            -               -       yes           -              -                -         -      -
"""  # noqa: E501  a table is read by its columns
LOOKS = frozenset(
    {"desk", "desk_now", "gone", "agenda", "sheet", "find", "times", "devices", "person", "notice"}
    | {"camera"}
    | {"ticket_paper"}
    | {"book_for", "review", "who", "notices", "many", "many_find"}
)  # they write nothing
RECORDED = frozenset({"paper_seen"})  # a line of the record, and nothing else
SENT_ON = frozenset({"notice", "notices"})  # no paper was seen, nobody is booked: nothing to print
TOKEN = "T" * 43


def mark_of(token: str) -> str:
    """Return what the review of kept places carries."""
    claims = [queries.appointment(pk) for pk in tokens.party_named_by(token)]
    return page.mark_of(claims)


def _columns(line: str) -> list[list[str]]:
    return [part.split() for part in line.split("|")]


_HEAD, *_LINES = TABLE.splitlines()
COLUMNS: list[str] = _columns(_HEAD)[1]
ROWS: Mapping[str, frozenset[str]] = {
    deed: frozenset(role for role, cell in zip(COLUMNS, cells, strict=True) if cell == "yes")
    for [deed], cells in map(_columns, _LINES)
}


@dataclass(frozen=True, slots=True)
class Press:
    """A page that is opened, or a form that is sent; `form` None opens."""

    path: str
    form: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """An office at its work: somebody in every state that a deed is done from."""

    office: Office
    due: Appointment
    missed: Appointment
    waiting: Ticket
    early: Ticket
    called: Ticket
    served: Ticket
    free_slot: int
    later: Appointment  # of another day, and what booked it
    source: Source
    kept: str  # places that are kept for somebody whose name is typed, for nobody, and no longer
    blank: str
    over: str
    device: int
    code: str


def make_world() -> World:
    """Return an office twenty minutes after the time of those who are expected."""
    office, officer, now = make_desk_office(), make_counter_officer(), clock.now()
    at = now - timedelta(minutes=20)
    called, served, waiting = (make_walk_in(office, now=at) for _ in range(3))
    for desk, ticket in (("1", called), ("2", served)):
        actions.call(ticket.pk, office=office, desk=desk, reason="", officer=officer, now=at)
    actions.start(served.pk, office=office, officer=officer, now=at)
    due, missed = make_expected(1, office=office, starts_at=at), _missed(office)
    later = make_expected(3, office=office, starts_at=now + timedelta(minutes=30))
    another_day = make_expected(5, office=office, starts_at=now + timedelta(days=5))
    asked_at = devices.ask(TOKEN, kind="display", office=office.pk, network=b"n", now=now)
    return World(
        office=office,
        due=due,
        missed=missed,
        waiting=waiting,
        early=make_checked_in(later, now=now),
        called=called,
        served=served,
        free_slot=_free_slot(office).pk,
        later=another_day,
        source=source_of("phone", another_day.phone) or Source(kind="phone", hashes=()),
        kept=_kept(office, 20, now=now, is_typed=True),
        blank=_kept(office, 21, now=now),
        over=_kept(office, 22, now=now - timedelta(hours=1)),
        device=make_device(office.pk, now=at).pk,
        code=codes.code_of(TOKEN, asked_at),
    )


def _free_slot(office: Office) -> Slot:
    tomorrow = clock.now() + timedelta(days=1)
    return make_open_slot(office=office, starts_at=tomorrow, opens_at=clock.now())


def _kept(office: Office, hour: int, *, now: datetime, is_typed: bool = False) -> str:
    """Return the name of a place that staff keep at an hour of a later day."""
    day = clock.now() + timedelta(days=3)
    slot = make_open_slot(office=office, starts_at=day.replace(hour=hour), opens_at=now)
    (claim,) = on_behalf.hold_for(slot.pk, office=office.pk, actor=DESK_OF, now=now)
    if is_typed:
        booking.keep_details(claim, make_details(77), language="fr")
    return tokens.party_token([claim])


def _missed(office: Office) -> Appointment:
    now = clock.now()
    appointment = make_expected(2, office=office, starts_at=now - timedelta(minutes=20))
    expecting.miss(appointment.pk, office=office, actor=DESK_OF, now=now)
    return appointment


def presses(world: World) -> Mapping[str, Press]:
    """Return what is pressed for each deed of the table."""
    desk = f"/staff/desk/{world.office.pk}/"
    return {
        **_of_people(world, desk),
        **_of_bookings(world, desk),
        **_of_tickets(world, desk),
        **_of_devices(world),
    }


def _of_people(world: World, desk: str) -> dict[str, Press]:
    due, missed = (f"{desk}expected/{row.pk}/" for row in (world.due, world.missed))
    return {
        "desk": Press(desk),
        "desk_now": Press(f"{desk}now/"),
        "gone": Press(f"{desk}gone/"),
        "agenda": Press(f"{desk}agenda/"),
        "sheet": Press(f"{desk}agenda/sheet/"),
        "camera": Press(f"{desk}camera/"),
        "find": Press(f"{desk}find/", {"phone": "(212) 555-0001"}),
        "check_in": Press(f"{desk}check-in/", {"code": world.due.confirmation_number}),
        "came": Press(f"{due}check-in/", {}),
        "never_came": Press(f"{due}no-show/", {}),
        "undo_never_came": Press(f"{missed}undo/", {}),
        "times": Press(f"{due}times/"),
        "move": Press(f"{due}move/", {"slot": world.free_slot}),
        "paper_seen": Press(f"{desk}expected/{world.early.appointment_id}/paper-seen/", {}),
        "person": Press(due),
        "cancel": Press(f"{due}cancel/", {}),
        "identify": Press(f"{due}identify/", {"paper": "passport", "same": "on"}),
        "notice": Press(f"{due}notice/"),
    }


def _of_bookings(world: World, desk: str) -> dict[str, Press]:
    return {
        "book_for": Press(f"{desk}book/"),
        "hold_for": Press(f"{desk}book/hold/", {"slot": world.free_slot}),
        "review": Press(f"{desk}book/{world.kept}/"),
        "who": Press(f"{desk}book/{world.blank}/1/"),
        "book": Press(f"{desk}book/{world.kept}/", {"seen": mark_of(world.kept)}),
        "longer": Press(f"{desk}book/{world.blank}/longer/", {}),
        "again": Press(f"{desk}book/{world.over}/again/", {}),
        "drop": Press(f"{desk}book/{world.blank}/drop/", {}),
        "notices": Press(f"{desk}book/{world.kept}/notices/"),
        "many": Press(f"{desk}many/"),
        "many_find": Press(f"{desk}many/find/", {"kind": "phone", "what": "(212) 555-0005"}),
        "many_cancel": Press(
            f"{desk}many/cancel/",
            {
                "source": views_many.signed(world.office, world.source),
                "pick": f"{world.later.pk}-{world.later.slot_id}",
                "why": "resale",
            },
        ),
    }


def _of_tickets(world: World, desk: str) -> dict[str, Press]:
    waiting, early, called, served = (
        f"{desk}tickets/{ticket.pk}/"
        for ticket in (world.waiting, world.early, world.called, world.served)
    )
    return {
        "ticket_paper": Press(f"{waiting}paper/"),
        "walk_in": Press(f"{desk}walk-in/", {"service": world.due.service_id, "language": "ar"}),
        "call_next": Press(f"{desk}call/", {"desk": "9"}),
        "call_this": Press(
            f"{desk}call/", {"desk": "9", "ticket": world.waiting.pk, "reason": "asked"}
        ),
        "recall": Press(f"{called}recall/", {}),
        "start": Press(f"{called}start/", {}),
        "finish": Press(f"{served}finish/", {"outcome": "served"}),
        "no_show": Press(f"{called}no-show/", {}),
        "transfer": Press(f"{served}transfer/", {"desk": "7"}),
        "agree": Press(f"{early}agree/", {}),
        "park": Press(f"{waiting}park/", {"minutes": "10"}),
        "left": Press(f"{waiting}left/", {}),
        "undo": Press(f"{called}undo/", {}),
    }


def _of_devices(world: World) -> dict[str, Press]:
    return {
        "devices": Press("/staff/devices/"),
        "pair": Press(
            "/staff/devices/", {"code": world.code, "name": "By the door", "languages": ["en"]}
        ),
        "take_away": Press(f"/staff/devices/{world.office.pk}/{world.device}/take-away/", {}),
    }
