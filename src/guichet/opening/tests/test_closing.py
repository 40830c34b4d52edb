"""A closure owns its slots: nobody but its end gives them back, and it gives back no others."""

from datetime import UTC, date, datetime, timedelta

import pytest

from guichet.booking.models import Slot
from guichet.booking.schedule import invariants, release
from guichet.booking.testing import make_hold
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Closure, Office
from guichet.opening import actions, queries, rules
from guichet.opening.testing import MANAGER, NINE, STEP, make_slots, make_working_office

pytestmark = pytest.mark.django_db
EARLY = NINE - timedelta(hours=2)
HOUR = timedelta(hours=1)
FACTS = {"reason": "technical", "by": MANAGER}


@pytest.fixture
def office() -> Office:
    return make_working_office()


def closed(office: Office) -> list[int]:
    slots = Slot.objects.filter(office=office, local_day="2026-11-30", closed=True)
    return [(slot.starts_at - NINE) // STEP for slot in slots.order_by("starts_at")]


def test_an_hour_is_closed_and_the_planner_leaves_it_closed(office: Office) -> None:
    slots = make_slots(office, 9)
    closure = actions.close(
        office, starts_at=NINE + HOUR, ends_at=NINE + 2 * HOUR, now=EARLY, **FACTS
    )
    assert closed(office) == [3, 4, 5]
    for _turn in range(2):
        release.release_slots(office, now=EARLY)
        assert closed(office) == [3, 4, 5]
    with pytest.raises(Obstacle, match="slot_closed"):
        make_hold(slots[3], now=EARLY)
    make_hold(slots[2], now=EARLY)
    assert set(Slot.objects.filter(closed=True).values_list("closure", flat=True)) == {closure.pk}
    assert invariants.broken_laws() == []


def test_pressed_again_it_is_closed_once_also_where_an_earlier_release_closed_it_twice(
    office: Office,
) -> None:
    make_slots(office, 9)
    press = {"starts_at": NINE, "ends_at": NINE + HOUR, "now": EARLY, **FACTS}
    first = actions.close(office, **press)
    assert actions.close(office, **press) == first
    again = Closure.objects.get()
    again.pk = None
    again.save()
    assert actions.close(office, **press) == first
    assert Closure.objects.count() == 2


def test_a_closure_takes_what_it_overlaps_and_nothing_that_has_begun(office: Office) -> None:
    make_slots(office, 4)
    halfway = NINE + STEP + STEP / 2
    actions.close(office, starts_at=halfway, ends_at=halfway + STEP, now=EARLY, **FACTS)
    assert closed(office) == [1, 2]
    other = make_working_office("OTH")
    make_slots(other, 4)
    now = NINE + STEP + timedelta(minutes=1)
    actions.close(other, starts_at=now, ends_at=now + HOUR, now=now, **FACTS)
    assert closed(other) == [2, 3]


def test_taking_back_opens_exactly_its_own(office: Office) -> None:
    make_slots(office, 9)
    spans = [(NINE, NINE + HOUR), (NINE + 2 * STEP, NINE + 2 * HOUR)]
    first, second = (
        actions.close(office, starts_at=start, ends_at=end, now=EARLY, **FACTS)
        for start, end in spans
    )
    Slot.objects.filter(starts_at=NINE + 8 * STEP).update(closed=True, closure=second)
    assert closed(office) == [0, 1, 2, 3, 4, 5, 8]
    Slot.objects.filter(starts_at=NINE + 8 * STEP).update(closed=False, closure=None)
    actions.take_back(first, by=MANAGER, now=EARLY)
    # What both covered goes on being closed by the other one.
    assert closed(office) == [2, 3, 4, 5]
    actions.take_back(second, by=MANAGER, now=EARLY)
    assert closed(office) == []


def test_a_holiday_stays_closed_when_a_closure_of_it_ends(office: Office) -> None:
    christmas = NINE + timedelta(days=25)
    slots = make_slots(office, 2, first=christmas)
    closure = actions.close(
        office, starts_at=christmas, ends_at=christmas + HOUR, now=EARLY, **FACTS
    )
    actions.take_back(closure, by=MANAGER, now=EARLY)
    assert Slot.objects.filter(pk__in=[slot.pk for slot in slots], closed=True).count() == 2


def test_midnight_to_midnight_is_whole_days(office: Office) -> None:
    make_slots(office, 2)
    midnight = NINE - timedelta(hours=9)
    closure = actions.close(
        office, starts_at=midnight, ends_at=midnight + timedelta(days=1), now=EARLY, **FACTS
    )
    assert (closure.starts_on, closure.ends_on) == (NINE.date(), NINE.date())
    assert closure.starts_at is None
    assert closed(office) == [0, 1]
    assert invariants.broken_laws() == []


@pytest.mark.parametrize(
    ("start", "end", "code", "field"),
    [
        (-24, -23, "closure_past", "first"),
        (-2, -1, "closure_past", "last"),
        (3, 2, "closure_order", "last"),
        (1, 24 * 400, "closure_long", "last"),
    ],
)
def test_it_refuses_what_is_past_or_in_no_order(
    office: Office, start: int, end: int, code: str, field: str
) -> None:
    now = NINE + 4 * HOUR
    with pytest.raises(Obstacle, match=code) as refusal:
        actions.close(
            office, starts_at=now + start * HOUR, ends_at=now + end * HOUR, now=now, **FACTS
        )
    assert refusal.value.facts["field"] == field
    assert not Closure.objects.exists()


@pytest.mark.parametrize("text", ["", "25", "9:60", "13 pm", "noon", "12345"])
def test_it_reads_no_time_that_there_is_not(text: str) -> None:
    with pytest.raises(Obstacle, match="no_such_time"):
        rules.read_clock(text)


def test_a_closed_day_is_listed_until_it_is_over_where_the_office_is(office: Office) -> None:
    day = date(2026, 11, 30)
    east = make_working_office("EAS")
    Office.objects.filter(pk=east.pk).update(time_zone="Asia/Tokyo")
    for place in (office, east):
        Closure.objects.create(office=place, starts_on=day, ends_on=day)
    evening = datetime(2026, 12, 1, 2, tzinfo=UTC)  # nine in the evening of that day in New York
    morning = datetime(2026, 11, 30, 23, tzinfo=UTC)  # eight of the next day in Tokyo
    east.refresh_from_db()
    assert queries.closures_ahead(office, now=evening).exists()
    assert not queries.closures_ahead(east, now=morning).exists()
    assert not queries.closures_ahead(office, now=evening + timedelta(hours=3)).exists()
