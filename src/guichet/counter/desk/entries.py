"""One ticket, or one person who is expected, as a row of a page of the desk."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from markupsafe import Markup

from guichet.booking.forms.interpreting import called, spoken_by
from guichet.counter import showing, tokens
from guichet.counter.desk.queries import Expected, Present
from guichet.counter.pages import TOPIC, named
from guichet.counter.queue import rules
from guichet.counter.queue.queries import Work, work_of
from guichet.kernel import keyring, references
from guichet.offices import checklists
from guichet.offices.checklists import ChecklistLine
from guichet.offices.models import Office
from guichet.web.addresses.paths import address
from guichet.web.formats import dates
from guichet.web.languages import DEFAULT
from guichet.web.words import speaker

# What staff do to a ticket, in the order of its buttons; a call has a form of its own.
SERVING = ("start", "recall", "finish", "no_show", "transfer")
CARING = ("agree", "park", "left", "undo")
LONG_WAIT = timedelta(minutes=60)
NONE = "[]"  # no needs, as JSON
NO_SHOW = "no_show"

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads a page of the desk: where, in which language, what they may do there, and when."""

    office: Office
    language: str
    permissions: frozenset[str]
    now: datetime
    name: str = ""  # of their account
    times: dict[datetime, str] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the zone of the clocks at the office."""
        return ZoneInfo(self.office.time_zone)

    @cached_property
    def work(self) -> Work:
        """Return how the office works now; it is read where a page says something of it."""
        return work_of(self.office, now=self.now)

    @cached_property
    def services(self) -> Mapping[str, str]:
        """Return the name of every service in the language of the reader."""
        return {code: named(names, self.language) for code, names in self.work.names.items()}

    @cached_property
    def expected_at(self) -> str:
        """Return below which address everybody has a page who is expected here."""
        return f"{address('staff:desk', DEFAULT, office=self.office.pk)}expected/"

    @cached_property
    def grace(self) -> timedelta:
        """Return how late an appointment keeps its time here."""
        return timedelta(minutes=self.work.precedence.grace)

    @cached_property
    def derive(self) -> Callable[..., bytes]:
        """Return what makes the marks of a page: the key is taken once for hundreds."""
        return keyring.working_for(showing.PURPOSE)

    def wall(self, at: datetime) -> str:
        """Return a time by the clocks at the office; many of a page share one."""
        if at not in self.times:
            self.times[at] = dates.time_of(at.astimezone(self.zone), self.language)
        return self.times[at]

    def documents(self, service: str, answers: str, day: datetime) -> Sequence[ChecklistLine]:
        """Return what somebody was told to bring, in the language of the reader."""
        on = day.astimezone(self.zone).date()
        return checklists.checklist(service, json.loads(answers), language=self.language, on=on)


def entry(ticket: Present, reader: Reader) -> Row:
    """Return a ticket as a row, with the mark and the deeds that its buttons carry."""
    wall, now = reader.wall, reader.now
    waits = ticket.state in rules.IN_LINE
    is_early = waits and ticket.callable_at > now
    return {
        **_person(ticket, reader.language),
        "pk": ticket.pk,
        "number": ticket.number,
        "state": ticket.state,
        "appointment": ticket.appointment_id,
        "token": tokens.token_of(ticket.pk),
        "mark": mark_of(ticket),
        "desk": ticket.desk,
        **_for_desk(ticket, reader),
        "officer": ticket.officer,
        "service": reader.services.get(ticket.service_id, ""),
        "arrived": wall(ticket.arrived_at),
        "due": wall(ticket.due_at),
        "callable": wall(ticket.callable_at) if is_early else "",
        "booked_for": wall(ticket.starts_at) if ticket.starts_at else "",
        "late_by": late_by(ticket, reader),
        "changed": wall(ticket.changed_at),
        "by": doer(ticket.changed_by, ticket.changer, reader.language),
        "has_waited_long": waits and now - ticket.arrived_at > LONG_WAIT,
        "deeds": _deeds(ticket.state, is_early, reader.permissions),
    }


def _for_desk(ticket: Present, reader: Reader) -> Row:
    """Return for which desk somebody waits, and from when on any other calls them too.

    That is empty where people work at that desk, and so for somebody who waits for none.
    """
    desk = ticket.for_desk if ticket.state in rules.IN_LINE else ""
    is_left_alone = bool(desk) and desk not in reader.work.desks
    given_back = rules.given_back_at(ticket.changed_at)
    return {
        "for_desk": desk,
        "given_back": reader.wall(given_back) if is_left_alone and given_back > reader.now else "",
        "is_left_alone": is_left_alone,
    }


def late_by(ticket: Present, reader: Reader) -> int:
    """Return by how many minutes somebody came after their time and the grace; else nothing."""
    if ticket.starts_at is None or ticket.arrived_at <= ticket.starts_at + reader.grace:
        return 0
    return int((ticket.arrived_at - ticket.starts_at) / timedelta(minutes=1))


def mark_of(ticket: Present) -> str:
    """Return the mark that a button about a ticket carries."""
    return showing.of_ticket(
        ticket.pk, state=ticket.state, pauses=ticket.pauses, changed_at=ticket.changed_at
    )


def _person(ticket: Present, language: str) -> Row:
    """Return who a ticket is of, as far as the desk knows them: a walk-in has no name."""
    return {
        "needs": needs_of(ticket),
        "name": ticket.name,
        **spoken(ticket, language),
        "interpreter": called(ticket.interpreter, language),
        "access": ticket.access_needs,
        "case_number": references.case_for_people(ticket.case_number),
    }


def spoken(ticket: Present, language: str) -> Row:
    """Return what somebody speaks, as they booked, and their ticket's language if another one."""
    own, of_ticket = ticket.booked_in or ticket.language, ticket.language
    return {
        "speaks": spoken_by(own, language),
        "ticket_in": spoken_by(of_ticket, language) if of_ticket != own else "",
    }


def doer(actor: str, name: str, language: str) -> Markup | str:
    """Return who did what the record tells: staff and kiosks by their name, where it is known."""
    say = speaker(language, TOPIC)
    if actor.startswith("device:"):
        return say("problem.that_kiosk", name=name) if name else say("problem.the_kiosk")
    return name or say("problem.the_client" if actor == "client" else "problem.somebody")


def needs_of(ticket: Present) -> tuple[str, ...]:
    """Return what makes somebody's turn come earlier, as keys of sentences."""
    needs = json.loads(ticket.needs) if ticket.needs != NONE else []
    reasons = [f"reason.{ticket.reason}"] if ticket.reason else []
    return (*(f"needs.{code}" for code in needs), *reasons)


@lru_cache(maxsize=256)
def _deeds(state: str, is_early: bool, permissions: frozenset[str]) -> Sequence[str]:
    """Return what a reader may do to a ticket in a state."""
    possible = {deed for deed in rules.DEEDS if rules.is_possible(deed, state)}
    possible |= {"undo"} & ({"undo"} if state in rules.UNDONE else set())
    possible -= set() if is_early else {"agree"}
    mine = [
        *(SERVING if "serve" in permissions else ()),
        *(CARING if "check_in" in permissions else ()),
    ]
    return tuple(deed for deed in mine if deed in possible)


class ExpectedRow(NamedTuple):
    """Somebody who has not come, as a row; a page has hundreds of them, so none is a mapping."""

    to: str  # where its page is, and its buttons lead
    printed: str  # the confirmation number
    name: str
    service: str
    speaks: str
    interpreter: str
    access: str
    case_number: str
    at: str
    mark: str  # that the buttons carry
    is_late: bool
    is_missed: bool
    may_be_missed: bool


def expected(person: Expected, reader: Reader) -> ExpectedRow:
    """Return somebody who has not come as a row, with what can be noted of them."""
    starts_at, is_missed = person.starts_at, person.ended_as == NO_SHOW
    return ExpectedRow(
        to=f"{reader.expected_at}{person.pk}/",
        printed=references.for_people(person.confirmation_number),
        name=person.name,
        service=reader.services.get(person.service_id, ""),
        speaks=spoken_by(person.language, reader.language),
        interpreter=called(person.interpreter, reader.language),
        access=person.access_needs,
        case_number=references.case_for_people(person.case_number),
        at=reader.wall(starts_at),
        mark=mark_of_expected(person, reader),
        is_late=reader.now > starts_at,
        is_missed=is_missed,
        may_be_missed=not is_missed and reader.now >= starts_at + reader.grace,
    )


def mark_of_expected(person: Expected, reader: Reader) -> str:
    """Return the mark that a button about somebody expected carries."""
    return showing.of_expected(
        person.pk,
        slot=person.slot_id,
        is_here=False,
        ended_as=person.ended_as,
        derive=reader.derive,
    )
