"""Who comes is drawn from the seed; and what cannot be played is said in one sentence."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from guichet.booking.schedule.release import release_slots
from guichet.booking.testing import make_booked
from guichet.counter.management.commands.simulate_day import Command
from guichet.counter.simulation import closing, plan
from guichet.counter.simulation.day import day_of
from guichet.counter.simulation.plan import ExpectedClient, Hours, Person
from guichet.counter.testing import make_desk_office, make_walk_in
from guichet.kernel import clock
from guichet.offices.models import Closure, Office

NINE = datetime(2026, 12, 1, 14, tzinfo=UTC)
HOURS = Hours(
    opens_at=NINE,
    closes_at=NINE + timedelta(hours=6),
    stretches=[(NINE, NINE + timedelta(hours=6))],
    services=["visit"],
    languages=["en"],
    needs=["standing"],
    reasons=["travel"],
)


def people(*, apart: int, closure: datetime | None = None, seed: int = 1) -> Sequence[Person]:
    """Return what 100 clients do whose times are some seconds apart."""
    clients = [
        ExpectedClient(
            appointment=number,
            starts_at=NINE + number * timedelta(seconds=apart),
            service="visit",
            language="en",
        )
        for number in range(1, 101)
    ]
    dice = Random(f"{seed}")
    return plan.people_of(clients, HOURS, count=100, no_shows=0.1, closure=closure, dice=dice)


@pytest.mark.parametrize("apart", [60, 200])
@pytest.mark.parametrize("closure", [None, NINE + timedelta(hours=3)])
def test_the_same_share_cancels_and_does_not_come_whatever_the_day_is_like(
    apart: int, closure: datetime | None
) -> None:
    day = people(apart=apart, closure=closure)
    cancelling = [person for person in day if person.cancels_at]
    missing = [person for person in day if not person.arrives_at and not person.cancels_at]
    assert (len(cancelling), len(missing)) == (5, 10)
    assert all(person.starts_at < closure for person in cancelling + missing if closure)


def test_one_seed_is_one_day_and_another_one_another() -> None:
    assert people(apart=60) == people(apart=60)
    assert people(apart=60) != people(apart=60, seed=2)


@pytest.fixture
def office(db: None) -> Office:
    """An office with desks on weekdays from nine to noon, and its times."""
    office = make_desk_office()
    release_slots(office, now=clock.now())
    return office


def refusal(*words: str) -> str:
    with pytest.raises(CommandError) as error:
        call_command("simulate_day", *words)
    assert error.value.returncode == 2
    return str(error.value)


def coming(office: Office) -> date:
    """Return a day that can be played."""
    return office.slots.latest("starts_at").local_day


def test_it_refuses_what_cannot_be_played_in_one_sentence(office: Office) -> None:
    day = coming(office)
    sunday = day + timedelta(days=7 - day.isoweekday())
    yesterday = clock.now().date() - timedelta(days=1)
    at_three = ("TST", "--closure", "15:00")
    assert refusal("NOWHERE").startswith("There is no office NOWHERE")
    assert "name one after today" in refusal("TST", "--date", str(yesterday))
    assert "receives nobody" in refusal("TST", "--date", str(sunday))
    assert "are made up to" in refusal("TST", "--date", str(day + timedelta(days=28)))
    assert "not within the hours" in refusal(*at_three)
    assert "such as 13:00" in refusal("TST", "--closure", "1 pm")
    assert "such as 2026-12-01" in refusal("TST", "--date", "tomorrow")
    assert "from 1 to 2,000" in refusal("TST", "--clients", "0")
    assert "a share from 0 to 1" in refusal("TST", "--no-shows", "10")


def test_what_is_malformed_is_refused_once_the_command_runs_and_says_a_sentence() -> None:
    """What is refused while options are read is a traceback on the command line."""
    parser = Command().create_parser("guichet", "simulate-day")
    malformed = ["TST", "--closure", "25:00", "--worker-dies", "3pm", "--date", "tomorrow"]
    assert parser.parse_args(malformed).closure == "25:00"


def test_it_plays_no_day_on_which_somebody_came_or_nobody_may(office: Office) -> None:
    day = coming(office)
    make_walk_in(office, now=office.slots.filter(local_day=day)[0].starts_at)
    assert "have come" in refusal("TST", "--date", str(day))
    Closure.objects.create(office=office, starts_on=day, ends_on=day)
    assert "receives nobody" in refusal("TST", "--date", str(day))


def test_whom_the_closure_of_a_day_before_hit_is_expected_on_the_day_they_took(
    office: Office,
) -> None:
    ahead = office.slots.filter(starts_at__gt=clock.now() + timedelta(days=1))
    first, second = sorted(set(ahead.values_list("local_day", flat=True)))[:2]
    appointment = make_booked(office.slots.filter(local_day=first)[0], now=clock.now()).appointment
    day, next_day = day_of(office, first), day_of(office, second)
    closing.close(
        office, starts_at=day.hours.opens_at, ends_at=day.hours.closes_at, actor="staff:1"
    )
    assert closing.is_hit(appointment, day)
    assert not closing.is_hit(appointment, next_day)


def test_it_is_refused_in_production_and_beyond_this_machine(
    office: Office, settings: Settings
) -> None:
    settings.LOOPBACK = False
    assert "loopback address only" in refusal("TST")
    settings.PRODUCTION = True
    assert "PRODUCTION=on" in refusal("TST")
