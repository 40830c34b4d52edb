"""Other rules of the release: what is open stays open, the rest follows, nobody's place goes."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from guichet.booking.models import Slot
from guichet.booking.schedule import invariants, release
from guichet.booking.testing import make_booked
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.opening.hours import release_rules
from guichet.opening.hours.release_rules import ReleaseRules, rules_of
from guichet.opening.releases import next_releases
from guichet.opening.testing import MANAGER, NINE, make_working_office

pytestmark = pytest.mark.django_db
NOON = NINE + timedelta(hours=3)  # the window of today is over


@pytest.fixture
def office() -> Office:
    """An office that opens a day twenty working days ahead, from nine, for 60 minutes."""
    office = make_working_office()
    release.release_slots(office, now=NOON)
    return office


def change(office: Office, **changes: object) -> ReleaseRules:
    """Change some of the rules of an office at noon."""
    rules = replace(rules_of(office), **changes)  # type: ignore[arg-type]
    mark = release_rules.mark_of(office)
    release_rules.change(rules, office=office.pk, mark=mark, by=MANAGER, now=NOON)
    office.refresh_from_db()
    assert rules_of(office) == rules and office.overridden
    assert invariants.broken_laws() == []
    return rules


def open_days(now: datetime = NOON) -> set[object]:
    return set(Slot.objects.filter(opens_at__lte=now).values_list("local_day", flat=True))


def test_the_trial_is_what_opens_then(office: Office) -> None:
    rules = replace(rules_of(office), at=time(14), window=30, held_back=50)
    trial = next_releases(rules.on(office), now=NOON, is_trial=True)
    before = open_days()
    change(office, at=time(14), window=30, held_back=50)
    rows = next_releases(office, now=NOON)
    assert [(row.day, row.starts_at, row.places) for row in rows] == [
        (row.day, row.starts_at, row.places) for row in trial
    ]
    assert open_days() == before
    # The day that was to open next is made already: its minute lies in the new window.
    slots = Slot.objects.filter(opens_at__gt=NOON)
    assert slots.exists()
    windows = {row.day: (row.starts_at, row.ends_at) for row in rows}
    for slot in slots:
        starts_at, ends_at = windows[slot.local_day]
        assert starts_at <= slot.opens_at < ends_at


def test_a_sharp_release_opens_at_its_hour(office: Office) -> None:
    change(office, is_random=False, at=time(16, 30))
    zone = ZoneInfo(office.time_zone)
    walls = {slot.opens_at.astimezone(zone).time() for slot in Slot.objects.all()}
    assert time(16, 30) in {at for at in walls if at > time(12)}
    coming = Slot.objects.filter(opens_at__gt=NOON)
    assert {slot.opens_at.astimezone(zone).time() for slot in coming} == {time(16, 30)}


def test_a_longer_horizon_opens_days_at_once_and_says_so(office: Office) -> None:
    rules = replace(rules_of(office), horizon=23)
    effect = release_rules.effect_of(rules, office, now=NOON)
    before = open_days()
    change(office, horizon=23)
    assert open_days() - before == set(effect.at_once)
    assert len(effect.at_once) == 3
    # A shorter one takes back nothing, and opens the next day the later.
    change(office, horizon=10)
    assert open_days() - before == set(effect.at_once)
    assert release_rules.effect_of(rules_of(office), office, now=NOON).at_once == []


def test_the_share_of_made_times_changes_and_nobody_loses_a_place(office: Office) -> None:
    slot = Slot.objects.filter(starts_at__gt=NOON).earliest("starts_at")
    make_booked(slot, now=NOON)
    shares = release_rules.effect_of(replace(rules_of(office), held_back=100), office, now=NOON)
    change(office, held_back=100)
    assert shares.shares == Slot.objects.filter(starts_at__gt=NOON).count()
    slot.refresh_from_db()
    assert (slot.capacity, slot.room, slot.taken) == (2, 0, 0)
    change(office, held_back=0)
    slot.refresh_from_db()
    assert (slot.capacity, slot.room, slot.taken) == (2, 2, 1)


def test_rules_that_others_have_changed_are_not_overwritten(office: Office) -> None:
    mark = release_rules.mark_of(office)
    rules = change(office, horizon=12)
    with pytest.raises(Obstacle, match="rules_changed"):
        release_rules.change(
            replace(rules, horizon=30), office=office.pk, mark=mark, by=MANAGER, now=NOON
        )
    assert Office.objects.get().horizon_days == 12
