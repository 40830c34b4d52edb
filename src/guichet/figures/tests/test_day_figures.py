"""Figures of a day are what its rows say, counted once more by hand; a wrong one is found."""

from collections import Counter
from datetime import datetime, timedelta
from math import ceil
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from guichet.booking import actions as booking
from guichet.booking import upkeep
from guichet.booking.attendance import actions as attendance
from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import make_booked, make_open_slot
from guichet.counter import upkeep as counter
from guichet.counter.models import Ticket
from guichet.counter.queue import actions as queue
from guichet.counter.queue import undoing
from guichet.counter.testing import (
    DESK_OF,
    TEN,
    make_checked_in,
    make_counter_officer,
    make_desk_office,
    make_walk_in,
)
from guichet.figures import actions, queries, rules
from guichet.figures.models import DayFigures, NothingFree
from guichet.kernel.database.forgetting import PurgeIncompleteError
from guichet.offices.models import Closure, Office, Service
from guichet.offices.testing import make_service
from guichet.opening.models import Outcome

pytestmark = pytest.mark.django_db
DAY, NIGHT = TEN.date(), TEN + timedelta(days=2)
MINUTE = timedelta(minutes=1)
ZONE = ZoneInfo("America/New_York")
HOURS = 4
LANGUAGES = ("en", "es", "ht")


@pytest.fixture
def office() -> Office:
    """An office with two services, on whose day people come, miss, cancel, wait, leave."""
    office = make_desk_office()
    services = [Service.objects.get(), make_service(code="fingerprints", minutes=30)]
    people = make_bookings(office, services)
    play(office, people, dice=Random(5))
    close_for(office, people[-2:])
    return office


def make_bookings(office: Office, services: list[Service]) -> list[Appointment]:
    """Book two dozen people, six an hour, and leave places to spare."""
    people = []
    for number in range(6 * HOURS):
        slot = make_open_slot(
            office=office,
            service=services[number % 2],
            capacity=2,
            starts_at=TEN + number * 10 * MINUTE,
            opens_at=TEN - timedelta(days=8),
        )
        appointment = make_booked(slot, number=number, now=TEN - timedelta(days=7)).appointment
        appointment.language = LANGUAGES[number % 3]
        appointment.save()
        people.append(appointment)
    Slot.objects.filter(pk=people[5].slot_id).update(closed=True)
    return people


def play(office: Office, people: list[Appointment], *, dice: Random) -> None:
    """Let them cancel, come, be called and served or not; the last six have nothing noted."""
    officer = make_counter_officer()
    for number, person in enumerate(people[:-6]):
        due = TEN + number * 10 * MINUTE
        if number % 5 == 1:
            booking.cancel(person, now=TEN - timedelta(days=3))
        elif number % 5 == 2:
            attendance.miss(person.pk, grace=MINUTE, actor=DESK_OF, now=due + 30 * MINUTE)
        else:
            came = due - dice.randrange(20) * MINUTE
            serve(
                office,
                make_checked_in(person, now=came, language=person.language),
                officer,
                dice,
                at=due,
            )
    for number in range(9):
        came = TEN + dice.randrange(200) * MINUTE
        ticket = make_walk_in(office, now=came, language=dice.choice(LANGUAGES))
        if number == 8:
            queue.turn_away(ticket.pk, office=office, actor=DESK_OF, now=came)
        elif number < 7:
            serve(office, ticket, officer, dice, at=came)


def serve(office: Office, ticket: Ticket, officer: int, dice: Random, *, at: datetime) -> None:
    """Call somebody, and serve them; one in six leaves before, one is called by mistake first."""
    moment = at + timedelta(seconds=dice.randrange(40 * 60))
    if not dice.randrange(6):
        queue.leave(ticket.pk, office=office, actor=DESK_OF, now=moment)
        return
    who = {"office": office, "officer": officer}
    desk = str(ticket.number)
    if not dice.randrange(6):
        queue.call(ticket.pk, desk=desk, reason="mistake", now=at, **who)
        undoing.undo(ticket.pk, office=office, actor=DESK_OF, now=at + MINUTE)
    queue.call(ticket.pk, desk=desk, reason="ready", now=moment, **who)
    queue.start(ticket.pk, now=moment + MINUTE, **who)
    ends = moment + timedelta(seconds=dice.randrange(60, 60 * 60))
    queue.finish(ticket.pk, outcome="served", now=ends, **who)


def close_for(office: Office, people: list[Appointment]) -> None:
    """Close the last hour suddenly, which hits some people."""
    closure = Closure.objects.create(office=office, starts_on=DAY, ends_on=DAY)
    for person in people:
        Outcome.objects.create(closure=closure, appointment=person, kind="kept", made_at=TEN)


def count_by_hand(office: Office) -> dict[tuple[str, str], Counter[str]]:
    """Count a day once more, row by row, with a place of a spread as `waits 12`."""
    cells: dict[tuple[str, str], Counter[str]] = {}

    def count(name: str, service: str, language: str, at: datetime | None, many: int = 1) -> None:
        hour = f"{at.astimezone(ZONE):%H}" if at else ""
        for by, value in (
            ("all", " "),
            ("service", service),
            ("language", language),
            ("hour", hour),
        ):
            if value:
                cells.setdefault((by, value.strip()), Counter())[name] += many

    for slot in Slot.objects.filter(office=office, local_day=DAY):
        name = "withdrawn" if slot.closed else "supply"
        count(name, slot.service_id, "", slot.starts_at, slot.capacity)
    hit = set(Outcome.objects.values_list("appointment", flat=True))
    for person in Appointment.objects.filter(slot__local_day=DAY).exclude(confirmation_number=None):
        where = (person.service_id, person.language, person.slot.starts_at)
        count("booked", *where)
        count(outcome_of(person, hit=person.pk in hit), *where)
    for ticket in Ticket.objects.filter(office=office, day=DAY):
        count_ticket(ticket, count)
    for noted in NothingFree.objects.filter(office=office, date=DAY):
        count("found_nothing", noted.service_id, noted.language, None, noted.count)
    return cells


def outcome_of(person: Appointment, *, hit: bool) -> str:
    if hit and not person.tickets.exists():
        return "closed"
    if person.cancelled_at:
        return "cancelled"
    if person.ended_as == "no_show":
        return "missed"
    return "came" if person.checked_in_at else "not_noted"


def count_ticket(ticket: Ticket, count: Any) -> None:
    where = (ticket.service_id, ticket.language)
    at = ticket.appointment.slot.starts_at if ticket.appointment else ticket.arrived_at
    if not ticket.appointment:
        count("walk_ins", *where, at)
    name = {"finished": "served", "left": "left", "turned_away": "turned_away"}.get(ticket.state)
    if name:
        count(name, *where, at)
    since = max(ticket.arrived_at, ticket.callable_at)
    calls = [call.called_at for call in ticket.calls.all() if call.outcome != "undone"]
    if calls:
        minutes = ceil(max(min(calls) - since, timedelta()) / MINUTE)
        count(f"waits {minutes}", *where, since)
    for serving in ticket.servings.all():
        minutes = ceil((serving.ended_at - serving.started_at) / MINUTE)
        count(f"servings {minutes}", *where, serving.started_at)


def as_counter(row: DayFigures) -> Counter[str]:
    counter = Counter({name: getattr(row, name) for name in rules.AMOUNTS})
    for name in ("waits", "servings"):
        counter.update({f"{name} {n}": people for n, people in enumerate(getattr(row, name))})
    return +counter


def test_a_count_by_hand_is_the_same(office: Office) -> None:
    for language in LANGUAGES:
        actions.note_nothing(office, "case_question", language, now=TEN)
    by_hand = count_by_hand(office)
    assert actions.count_days(now=NIGHT) == 1

    rows = {(row.by, row.value): as_counter(row) for row in DayFigures.objects.all()}
    assert rows == {cell: +counter for cell, counter in by_hand.items()}
    whole = rows["all", ""]
    for name in (*rules.OUTCOMES, "walk_ins", "left", "turned_away", "found_nothing", "withdrawn"):
        assert whole[name], f"nobody of this day is {name}"
    assert broken_laws() == []


def test_a_wrong_count_is_found(office: Office) -> None:
    actions.count_days(now=NIGHT)
    whole = DayFigures.objects.filter(by="all")
    whole.update(walk_ins=F("walk_ins") + 1)
    sums, counts = broken_laws()
    assert sums.startswith("the figures of a day do not add up")
    assert sums.endswith("walk_ins by service, walk_ins by language, walk_ins by hour)")
    assert counts.startswith("the figures of a day are not its counts")
    whole.update(walk_ins=F("walk_ins") - 1, waits=[1000])
    assert [line.partition(":")[0] for line in broken_laws()] == [
        "more people waited than were called"
    ]


def test_nobody_is_forgotten_before_their_day_is_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker was dead for a hundred days; then the count fails, and then it does not."""
    late = TEN + timedelta(days=100)
    people, tickets = Appointment.objects.count(), Ticket.objects.count()
    with monkeypatch.context() as patch:
        patch.setitem(upkeep.COUNT_FIRST, "days_to_count", lambda *, now: 1 / 0)
        for purge in (upkeep.purge, counter.purge):
            with pytest.raises(PurgeIncompleteError, match=r"days_to_count"):
                purge(now=late)
    assert (Appointment.objects.count(), Ticket.objects.count()) == (people, tickets)

    by_hand = count_by_hand(office)
    assert "days_to_count" not in upkeep.purge(now=late) | counter.purge(now=late)
    assert not Appointment.objects.filter(confirmation_number__isnull=False).exists()
    assert not Ticket.objects.exists()
    assert as_counter(DayFigures.objects.get(by="all")) == by_hand["all", ""]
    assert actions.count_days(now=late) == 0


def test_figures_of_days_add_up_by_two_statements(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actions.count_days(now=NIGHT)
    row = DayFigures.objects.get(by="all")
    for day in range(1, 4):
        DayFigures.objects.create(
            **{
                **{name: getattr(row, name) for name in (*rules.AMOUNTS, *rules.SPREADS)},
                "office": office,
                "date": DAY - timedelta(days=day),
                "by": "all",
                "counted_at": NIGHT,
            }
        )
    with django_assert_num_queries(2):
        sums = queries.figures_of(office.pk, first=DAY - timedelta(days=2), last=DAY)
    whole = sums["all", ""]
    assert whole["booked"] == 3 * row.booked
    assert whole.half("waits") == rules.percentile(dict(enumerate(row.waits)), 50)
