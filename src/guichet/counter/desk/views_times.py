"""Another time for somebody at the desk: the times that are free, and the move to one of them."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from guichet.booking.models import Appointment
from guichet.booking.on_behalf.actions import NONE, Override
from guichet.booking.on_behalf.rules import Room
from guichet.booking.rules import RELEASE
from guichet.booking.staff_pages.on_behalf.forms import TimeForm
from guichet.counter import pages, showing
from guichet.counter.desk import answers, problems, queries
from guichet.counter.desk.entries import Reader, Row
from guichet.counter.queue import expecting, moving
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.staff import audit, roles
from guichet.staff.door.entry import may_at
from guichet.staff.frame.pages import say_next
from guichet.web.formats import dates
from guichet.web.languages import of


def with_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view an office and somebody's appointment there; where there is none, say so.

    Their client may have moved it to another office while the page was open.
    """

    @wraps(view)
    def of_person(request: HttpRequest, office: str, appointment: int) -> HttpResponse:
        here = pages.open_office(office)
        person = queries.appointment_at(here, appointment)
        if person is None or person.confirmation_number is None:
            say_next(request, "said.not_here", topic=pages.TOPIC)
            return pages.to_desk(here)
        return view(request, here, person)

    return of_person


@require_safe
@may_at("check_in")
@with_person
def times(request: HttpRequest, here: Office, person: Appointment) -> HttpResponse:
    """Show the free times for somebody's appointment; a recorded look."""
    audit.did(request.user, "seen", "appointment", person.pk, page="desk")
    return _show(request, here, person)


@require_POST
@may_at("check_in")
@with_person
def move(request: HttpRequest, here: Office, person: Appointment) -> HttpResponse:
    """Move an appointment to the time that was chosen; who stands here gets a ticket of today."""
    now, slot = clock.now(), request.POST.get("slot", "")
    number = int(slot) if _is_number(slot) else 0
    press: Row = {
        "actor": audit.actor_of(request.user),
        "mark": request.POST.get(showing.FIELD, ""),
        "is_here": _is_here(request),
        "override": _override(request, here),
    }
    try:
        ticket = moving.move(person.pk, number, office=here, now=now, **press)
    except Obstacle as obstacle:
        person = queries.appointment_at(here, person.pk) or person
        problem = problems.sentence(obstacle, here, of(request), appointment=person)
        return _show(request, here, person, problem=problem)
    if ticket is None:
        answers.say_next(request, "moved", person)
    return pages.to_desk(here, ticket=ticket.pk if ticket else None)


def _is_here(request: HttpRequest) -> bool:
    """Tell whether somebody stands at the desk: so say the ways here from it, and no other one."""
    return bool((request.GET or request.POST).get("here"))


def _may_override(request: HttpRequest, office: Office) -> bool:
    return roles.has_at(request.user, "override", office.pk)


def _override(request: HttpRequest, office: Office) -> Override:
    """Return that a manager gives a time before its minute, with the reason that was chosen."""
    form = TimeForm(request.POST, language=of(request))
    reason = form.cleaned_data.get("reason") if form.is_valid() else ""
    if not (reason and _may_override(request, office)):
        return NONE
    return Override(lifted=[RELEASE], reason=reason)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def _show(
    request: HttpRequest, office: Office, person: Appointment, *, problem: Markup | str = ""
) -> HttpResponse:
    reader = answers.reader_of(request, office)
    here = person.slot.starts_at.astimezone(reader.zone)
    day = (request.GET or request.POST).get("day", "")
    may_override = _may_override(request, office)
    context = {
        "office": office,
        "person": person,
        "service": reader.services.get(person.service_id, ""),
        "booked_for": dates.moment(here, reader.language),
        "mark": expecting.mark_of(person),
        "is_here": _is_here(request),
        "problem": problem,
        "moved": "" if problem else problems.moved_lately(person, office, reader),
        "reasons": TimeForm(request.POST or None, language=reader.language)["reason"],
        **_free(office, person, reader, day=day, may_override=may_override),
    }
    return pages.show(request, "times", context, 409 if problem else 200)


def _free(
    office: Office, person: Appointment, reader: Reader, *, day: str, may_override: bool
) -> Row:
    """Return the days on which a place is free, and the times of the one that was chosen."""
    rooms = queries.free_for_staff(office, person, also_unreleased=may_override, now=reader.now)
    by_day = {str(on): list(rows) for on, rows in groupby(rooms, lambda room: room.local_day)}
    of_day = day if day in by_day else next(iter(by_day), "")
    names = {
        code: dates.long_day(rows[0].local_day, reader.language) for code, rows in by_day.items()
    }
    times = by_day.get(of_day, [])
    return {
        "days": names,
        "of_day": of_day,
        "is_missing": bool(day) and day != of_day,
        "times": [_time(room, reader) for room in times if room.is_released],
        "unreleased": [_time(room, reader) for room in times if not room.is_released],
    }


def _time(room: Room, reader: Reader) -> Row:
    return {"pk": room.slot, "at": reader.wall(room.starts_at)}
