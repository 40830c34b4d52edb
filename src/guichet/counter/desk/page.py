"""The desk of an office as one page: who is served, who waits, who is expected, who has gone."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from guichet.booking.models import Appointment
from guichet.counter import tokens
from guichet.counter.desk import queries
from guichet.counter.models import Ticket
from guichet.counter.pages import named
from guichet.counter.queue import rules
from guichet.counter.queue.queries import line_of, precedence_of
from guichet.kernel import references
from guichet.offices.models import Office
from guichet.web.formats import dates
from guichet.web.languages import ALL

# What staff do to a ticket, in the order of its buttons; a call has a form of its own.
SERVING = ("start", "recall", "finish", "no_show", "transfer")
CARING = ("park", "left", "undo")
LONG_WAIT = timedelta(minutes=60)

Fields = Mapping[str, object]


def context(
    office: Office, language: str, *, permissions: frozenset[str], now: datetime, subject: str = ""
) -> dict[str, object]:
    """Return what the page shows; `subject` is the one that the last deed was about, if any."""
    tickets = queries.tickets_of(office, now=now)
    people = queries.accounts(ticket.changed_by for ticket in tickets)
    waiting = [ticket for ticket in tickets if ticket.state in rules.IN_LINE]
    line = line_of(office, now=now, tickets=waiting)
    grace = timedelta(minutes=precedence_of(office).grace)
    entry = partial(
        _entry, office=office, language=language, people=people, permissions=permissions, now=now
    )
    expected = queries.expected_at(office, now=now)
    return {
        "office": office,
        "office_name": named(office.names, language),
        "day": dates.long_day(now.astimezone(ZoneInfo(office.time_zone)).date(), language),
        "as_of": _wall(now, office=office, language=language),
        "permissions": permissions,
        "chosen": next((entry(ticket) for ticket in tickets if str(ticket.pk) == subject), None),
        "at_desks": [entry(ticket) for ticket in tickets if ticket.state in rules.AT_A_DESK],
        "in_line": [{**entry(ticket), "wait": line.wait_of(ticket)} for ticket in waiting],
        "over": [entry(ticket) for ticket in tickets if ticket.state not in rules.OPEN],
        "expected": [
            _expected(person, office, language, grace=grace, now=now) for person in expected
        ],
    }


def _entry(
    ticket: Ticket,
    *,
    office: Office,
    language: str,
    people: Mapping[str, str],
    permissions: frozenset[str],
    now: datetime,
) -> Fields:
    wall = partial(_wall, office=office, language=language)
    waits = ticket.state in rules.IN_LINE
    return {
        **_person(ticket, wall),
        "pk": ticket.pk,
        "number": ticket.number,
        "state": ticket.state,
        "token": tokens.token_of(ticket.pk),
        "desk": ticket.desk,
        "for_desk": ticket.for_desk,
        "service": named(ticket.service.names, language),
        "speaks": ALL[ticket.language].endonym,
        "arrived": wall(ticket.arrived_at),
        "due": wall(ticket.due_at),
        "callable": wall(ticket.callable_at) if waits and ticket.callable_at > now else "",
        "changed": wall(ticket.changed_at),
        "by": people.get(ticket.changed_by, ""),
        "has_waited_long": waits and now - ticket.arrived_at > LONG_WAIT,
        "deeds": _deeds(ticket.state, permissions),
    }


def _person(ticket: Ticket, wall: Callable[[datetime], str]) -> Fields:
    """Return who a ticket is of, as far as the desk knows them: a walk-in has no name."""
    appointment = ticket.appointment
    reasons = [f"reason.{ticket.reason}"] if ticket.reason else []
    return {
        "needs": [*(f"needs.{code}" for code in ticket.needs), *reasons],
        "name": appointment.name if appointment else "",
        "interpreter": appointment.interpreter if appointment else "",
        "access": appointment.access_needs if appointment else "",
        "booked_for": wall(appointment.slot.starts_at) if appointment else "",
    }


def _deeds(state: str, permissions: frozenset[str]) -> Sequence[str]:
    possible = {deed for deed in rules.DEEDS if rules.is_possible(deed, state)}
    possible |= {"undo"} & ({"undo"} if state in rules.UNDONE else set())
    mine = [
        *(SERVING if "serve" in permissions else ()),
        *(CARING if "check_in" in permissions else ()),
    ]
    return [deed for deed in mine if deed in possible]


def _expected(
    person: Appointment, office: Office, language: str, *, grace: timedelta, now: datetime
) -> dict[str, object]:
    starts_at = person.slot.starts_at
    number = person.confirmation_number or ""
    return {
        "pk": person.pk,
        "number": number,
        "printed": references.for_people(number),
        "name": person.name,
        "service": named(person.service.names, language),
        "speaks": ALL[person.language].endonym,
        "interpreter": person.interpreter,
        "access": person.access_needs,
        "case_number": person.case_number,
        "at": _wall(starts_at, office=office, language=language),
        "is_late": now > starts_at,
        "is_missed": person.ended_as == "no_show",
        "may_be_missed": now >= starts_at + grace,
    }


def people(
    matches: Sequence[Appointment], office: Office, language: str, *, now: datetime
) -> list[dict[str, object]]:
    """Return whom a search has brought, each with the day they are expected on."""
    grace = timedelta(minutes=precedence_of(office).grace)
    zone = ZoneInfo(office.time_zone)
    return [
        {
            **_expected(person, office, language, grace=grace, now=now),
            "day": dates.long_day(person.slot.starts_at.astimezone(zone).date(), language),
            "is_here": person.checked_in_at is not None,
        }
        for person in matches
    ]


def _wall(at: datetime, *, office: Office, language: str) -> str:
    return dates.time_of(at.astimezone(ZoneInfo(office.time_zone)), language)
