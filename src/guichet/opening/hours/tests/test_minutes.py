"""A made day keeps the minutes it was made with, whatever its service takes by then."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from guichet.booking import places
from guichet.booking.models import Slot
from guichet.booking.schedule import release
from guichet.booking.testing import make_booked
from guichet.offices.days.hours import Week
from guichet.offices.models import Office, OpeningHours, Service
from guichet.offices.rules import Stretch
from guichet.opening import actions as opening
from guichet.opening.hours import actions, release_rules
from guichet.opening.hours.proposals import DAY, DROP_DAY
from guichet.opening.hours.release_rules import rules_of
from guichet.opening.hours.tests.test_changing import (
    AT_NINE,
    EARLY,
    HOUR,
    MANAGER,
    TUESDAY,
    change,
    every_day,
    propose,
    times_on,
)
from guichet.opening.models import Outcome
from guichet.opening.testing import make_working_office

pytestmark = pytest.mark.django_db
STEP = timedelta(minutes=20)
WALLS = [f"{hour:02}:{minute:02}" for hour in (9, 10, 11) for minute in (0, 20, 40)]


@pytest.fixture
def office() -> Office:
    """An office whose days are made with times of 20 minutes; its service takes 25 since."""
    office = make_working_office()
    release.release_slots(office, now=EARLY)
    Service.objects.update(duration_minutes=25)
    return office


def walls(day: date = TUESDAY) -> list[str]:
    return list(times_on(Office.objects.get(), day))


@pytest.mark.parametrize(
    ("facts", "lengths", "hit"),
    [
        ({"desks": 3}, [], 0),
        ({"desks": 2, "staff": 2}, [], 0),
        ({"desks": 2, "walk_ins": 1}, [], 0),
        ({"desks": 2, "minutes": 20}, [], 0),
        ({"desks": 3, "minutes": 25}, [(20, 25)], 1),
        ({"desks": 2, "minutes": 10}, [(20, 10)], 0),
    ],
)
def test_only_minutes_that_the_change_says_cut_a_made_day_anew(
    office: Office, facts: dict[str, int], lengths: list[tuple[int, int]], hit: int
) -> None:
    make_booked(Slot.objects.get(starts_at=AT_NINE + STEP), now=EARLY)
    wish = propose(office, every_day(Stretch(time(9), time(12), **facts)))
    effect = actions.effect_of(wish, now=EARLY)
    assert (list(effect.difference.lengths), len(effect.people)) == (lengths, hit)
    change(wish)
    assert (walls() == WALLS) == ({"desks", "minutes"} != facts.keys() or facts["minutes"] == 20)


def with_break() -> Week:
    return every_day(Stretch(time(9), time(10), 2), Stretch(time(11), time(12), 2))


def test_breaks_days_and_longer_hours_keep_the_minutes_of_the_day(office: Office) -> None:
    Slot.objects.update(usual_minutes=None)  # an earlier release made them
    change(propose(office, with_break()))
    assert walls() == [wall for wall in WALLS if not wall.startswith("10")]
    longer = {2: [Stretch(time(8), time(10), 2)]}
    change(propose(office, longer, on=TUESDAY, kind=DAY))
    assert walls() == ["08:00", "08:20", "08:40", "09:00", "09:20", "09:40"]
    change(propose(office, {}, on=TUESDAY, kind=DROP_DAY))
    assert walls() == [wall for wall in WALLS if not wall.startswith("10")]
    # A day that is made from now on has what the service says.
    release.release_slots(office, now=EARLY + timedelta(days=1))
    last = Slot.objects.order_by("-starts_at")[0]
    assert last.ends_at - last.starts_at == timedelta(minutes=25)


def test_a_closed_day_that_opens_again_has_its_own_times_and_people(office: Office) -> None:
    person = make_booked(Slot.objects.get(starts_at=AT_NINE + STEP), now=EARLY).appointment
    change(propose(office, {}, on=TUESDAY, kind=DAY))
    opening.settle_all(now=EARLY)
    assert walls() == [] and Outcome.objects.get().appointment == person
    change(propose(office, {}, on=TUESDAY, kind=DROP_DAY))
    assert walls() == WALLS
    person.refresh_from_db()
    assert (person.status, person.office_closed_at) == ("booked", None)


def test_other_shares_and_fewer_desks_come_to_days_made_before(office: Office) -> None:
    rules = replace(rules_of(office), held_back=100)
    mark = release_rules.mark_of(office)
    assert release_rules.effect_of(rules, office, now=EARLY).shares == len(Slot.objects.all())
    release_rules.change(rules, office=office.pk, mark=mark, by=MANAGER, now=EARLY)
    assert set(times_on(office).values()) == {(2, 0)}

    slot = Slot.objects.get(starts_at=AT_NINE + STEP)
    second = [
        places.claim(
            slot.pk, visitor=None, networks=None, now=EARLY, until=EARLY + HOUR, whole=True
        )
        for _place in range(2)
    ][1]
    change(propose(office, every_day(Stretch(time(9), time(12), 1))))
    places.free(second.pk, now=EARLY, rest_until=EARLY, actor="")
    release.release_slots(office, now=EARLY + HOUR)
    slot.refresh_from_db()
    assert (slot.capacity, slot.shrinks, slot.ends_at - slot.starts_at) == (1, False, STEP)


def test_a_change_leaves_the_days_of_other_services_alone(office: Office) -> None:
    wish = propose(office, every_day(Stretch(time(9), time(12), 3)))
    other = Service.objects.create(code="other", names={"en": "Other"}, duration_minutes=20)
    OpeningHours.objects.create(
        office=office, service=other, weekday=2, opens_at=time(9), closes_at=time(12), desks=1
    )
    release.release_slots(office, now=EARLY)
    OpeningHours.objects.filter(service=other).update(closes_at=time(10))  # in the administration
    count = Slot.objects.filter(service=other, closed=False).count()
    assert actions.effect_of(wish, now=EARLY).difference.gone == []
    actions.change(wish, by=MANAGER, now=EARLY)
    assert Slot.objects.filter(service=other, closed=False).count() == count
