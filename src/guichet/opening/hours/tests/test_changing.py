"""Days that are made follow changed hours; whoever loses a time gets what a closure gives."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from guichet.booking import places
from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule import invariants, release
from guichet.booking.testing import make_booked, make_hold
from guichet.kernel.models import Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.days.hours import Week
from guichet.offices.models import Closure, HoursTemplate, Office, Service
from guichet.offices.rules import Stretch
from guichet.offices.testing import make_hours, make_office
from guichet.opening import actions as opening
from guichet.opening.hours import actions, proposals
from guichet.opening.hours.proposals import DAY, DROP_DAY, DROP_WEEK, WEEK, Proposal
from guichet.opening.models import Outcome
from guichet.opening.testing import MANAGER, NINE, make_working_office

EARLY, HOUR = NINE - timedelta(hours=2), timedelta(hours=1)
TODAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
AT_NINE = NINE + timedelta(days=1)  # on Tuesday
MORNING = Stretch(time(9), time(12), 2)
ALL_WEEK = range(1, 7)


@pytest.fixture
def office() -> Office:
    """An office that works from 9 to 12 at two desks, with its days made."""
    office = make_working_office()
    release.release_slots(office, now=EARLY)
    return office


def propose(office: Office, week: Week, *, on: date = TODAY, **changes: object) -> Proposal:
    """Return a proposal that was made from the hours as they stand."""
    service = Service.objects.get()
    facts: dict[str, object] = {"kind": WEEK, "plan": Closure.MOVE}
    return Proposal(
        office=office.pk,
        service=service.pk,
        day=on,
        week=week,
        mark=proposals.mark_of(offices.hours_of(office).get(service.pk)),
        **{**facts, **changes},  # type: ignore[arg-type]
    )


def change(proposal: Proposal, *, now: datetime = EARLY) -> Closure | None:
    """Do what was proposed, as whoever has looked at everybody whom it touches."""
    people = [person.pk for person in actions.effect_of(proposal, now=now).people]
    wish = proposals.of_values([*proposal.values()[:-1], people])
    owner = actions.change(wish, by=MANAGER, now=now)
    assert invariants.broken_laws() == []
    return owner


def every_day(*stretches: Stretch) -> Week:
    return dict.fromkeys(ALL_WEEK, stretches)


def times_on(office: Office, day: date = TUESDAY) -> dict[str, tuple[int, int]]:
    """Return the open times of a day on the clock of the office, with capacity and room."""
    zone = ZoneInfo(office.time_zone)
    slots = Slot.objects.filter(office=office, local_day=day, closed=False).order_by("starts_at")
    return {
        f"{slot.starts_at.astimezone(zone):%H:%M}": (slot.capacity, slot.room) for slot in slots
    }


@pytest.mark.django_db
def test_made_days_follow_and_days_to_come_do_too(office: Office) -> None:
    days = set(Slot.objects.values_list("local_day", flat=True))
    later = Stretch(time(10), time(11), 5, 30, staff=2, walk_ins=1)
    owner = change(propose(office, every_day(later)))
    assert owner and owner.is_change
    for day in days:
        assert times_on(office, day) == {"10:00": (4, 2), "10:30": (4, 2)}
    # The planner leaves that as it is, and makes the next day by the same hours.
    next_day = EARLY + timedelta(days=1)
    assert release.release_slots(office, now=next_day) == 2
    assert times_on(office) == {"10:00": (4, 2), "10:30": (4, 2)}
    assert [row.stretch for row in offices.opening_hours_of(office)] == [later] * 6
    assert Office.objects.get().overridden
    assert change(propose(office, every_day(later), on=TUESDAY), now=next_day) is None


@pytest.mark.django_db
def test_who_loses_a_time_is_kept_another_and_told_once(office: Office) -> None:
    slot = Slot.objects.get(starts_at=AT_NINE)
    person = make_booked(slot, now=EARLY, email="ada@example.org").appointment
    stays = make_booked(Slot.objects.get(starts_at=AT_NINE + HOUR), number=1, now=EARLY).appointment
    owner = change(propose(office, every_day(Stretch(time(10), time(12), 2))))
    assert owner
    assert [opening.settle_all(now=EARLY) for _turn in range(2)] == [1, 0]
    outcome = Outcome.objects.get()
    assert (outcome.appointment, outcome.kind, outcome.closure) == (person, "moved", owner)
    assert outcome.offered_at and outcome.offered_at >= EARLY + timedelta(days=1)
    assert Dispatch.objects.filter(kind="closure", record=person.pk).count() == 1
    assert not Dispatch.objects.filter(kind="closure", record=stays.pk).exists()
    release.release_slots(office, now=EARLY + HOUR)
    assert times_on(office)["10:00"] == (2, 1) and "09:00" not in times_on(office)
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_or_is_cancelled_where_that_is_the_plan(office: Office) -> None:
    person = make_booked(Slot.objects.get(starts_at=AT_NINE), now=EARLY).appointment
    change(propose(office, every_day(), plan=Closure.CANCEL))
    opening.settle_all(now=EARLY)
    person.refresh_from_db()
    assert person.status == "cancelled"
    assert times_on(office) == {}
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_times_that_come_back_end_what_was_kept(office: Office) -> None:
    before = every_day(MORNING)
    person = make_booked(
        Slot.objects.get(starts_at=AT_NINE), now=EARLY, email="ada@example.org"
    ).appointment
    change(propose(office, every_day(Stretch(time(10), time(12), 2))))
    opening.settle_all(now=EARLY)
    assert Appointment.objects.filter(state="held").count() == 1
    Dispatch.objects.update(sent_at=EARLY)
    assert change(propose(office, before), now=EARLY + HOUR) is None
    assert len(times_on(office)) == 9
    assert not Appointment.objects.filter(state="held").exists()
    person.refresh_from_db()
    assert (person.status, person.office_closed_at) == ("booked", None)
    assert Dispatch.objects.filter(kind="closure_ended").count() == 1


@pytest.mark.django_db
def test_fewer_desks_take_no_place_that_somebody_has(office: Office) -> None:
    slot = Slot.objects.get(starts_at=AT_NINE)
    until = EARLY + HOUR
    staff = places.claim(
        slot.pk, visitor=None, networks=None, now=EARLY, until=until, whole=True
    )  # place 2
    make_booked(Slot.objects.get(starts_at=AT_NINE + HOUR), now=EARLY)
    assert change(propose(office, every_day(Stretch(time(9), time(12), 1)))) is None
    assert times_on(office)["09:00"] == (2, 0)  # the public has none beside it
    assert times_on(office)["10:00"] == times_on(office)["11:00"] == (1, 1)
    assert not Outcome.objects.exists()
    with pytest.raises(Obstacle, match="slot_full"):
        make_hold(slot, now=EARLY)
    places.free(staff.pk, now=EARLY, rest_until=EARLY, actor="")
    release.release_slots(office, now=EARLY + HOUR)
    assert times_on(office)["09:00"] == (1, 1)
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_a_week_to_come_counts_from_its_day_and_becomes_the_hours_then(office: Office) -> None:
    friday = date(2026, 12, 4)
    change(propose(office, every_day(Stretch(time(9), time(10), 2)), on=friday))
    assert len(times_on(office, friday - timedelta(days=1))) == 9
    assert len(times_on(office, friday)) == 3
    assert offices.opening_hours_of(office)[0].closes_at == time(12)
    change(propose(office, {}, on=friday, kind=DROP_WEEK))
    assert len(times_on(office, friday)) == 9
    change(propose(office, every_day(Stretch(time(9), time(10), 2)), on=friday))
    release.release_slots(office, now=NINE + timedelta(days=4))
    assert offices.opening_hours_of(office)[0].closes_at == time(10)
    assert not HoursTemplate.objects.exists()
    assert len(times_on(office, friday)) == 3


@pytest.mark.django_db
def test_a_day_has_hours_of_its_own_also_where_the_office_is_closed_else(office: Office) -> None:
    sunday, christmas = date(2026, 12, 6), date(2026, 12, 25)
    Office.objects.update(horizon_days=25)
    for on in (TUESDAY, sunday, christmas):
        extra = {on.isoweekday(): [Stretch(time(14), time(15), 1)]}
        assert bool(change(propose(office, extra, on=on, kind=DAY))) == (on == TUESDAY)
        assert list(times_on(office, on)) == ["14:00", "14:20", "14:40"]
    release.release_slots(office, now=EARLY + HOUR)
    assert len(times_on(office, sunday)) == 3
    change(propose(office, {}, on=TUESDAY, kind=DROP_DAY))
    assert len(times_on(office)) == 9
    change(propose(office, {}, on=sunday, kind=DROP_DAY))
    assert times_on(office, sunday) == {}


@pytest.mark.django_db
def test_a_closure_wins_over_the_hours_of_a_day(office: Office) -> None:
    Closure.objects.create(office=office, starts_on=TUESDAY, ends_on=TUESDAY)
    extra = {TUESDAY.isoweekday(): [MORNING, Stretch(time(14), time(15), 1)]}
    change(propose(office, extra, on=TUESDAY, kind=DAY))
    assert times_on(office) == {}
    assert Slot.objects.filter(local_day=TUESDAY, closed=True).count() == 12


@pytest.mark.django_db
def test_a_time_that_a_closure_has_taken_does_not_come_back_with_its_end(office: Office) -> None:
    person = make_booked(Slot.objects.get(starts_at=AT_NINE), now=EARLY).appointment
    closure = opening.close(
        office,
        starts_at=AT_NINE,
        ends_at=AT_NINE + 4 * HOUR,
        reason="staff",
        by=MANAGER,
        now=EARLY,
    )
    opening.settle_all(now=EARLY)
    owner = change(propose(office, every_day(Stretch(time(10), time(12), 2))))
    opening.settle_all(now=EARLY)
    assert Outcome.objects.get(appointment=person).closure == owner  # and no second one
    opening.take_back(closure, by=MANAGER, now=EARLY)
    assert next(iter(times_on(office))) == "10:00"
    assert invariants.broken_laws() == []


@pytest.mark.django_db
def test_hours_that_others_have_changed_or_booked_meanwhile_are_not_changed(
    office: Office,
) -> None:
    first = propose(office, every_day(Stretch(time(10), time(12), 2)))
    make_booked(Slot.objects.get(starts_at=AT_NINE), now=EARLY)
    with pytest.raises(Obstacle, match="people_changed") as refusal:
        actions.change(first, by=MANAGER, now=EARLY)
    assert refusal.value.facts["count"] == 1
    assert len(times_on(office)) == 9
    change(propose(office, every_day(MORNING, Stretch(time(13), time(14), 1))))
    with pytest.raises(Obstacle, match="hours_changed"):
        actions.change(first, by=MANAGER, now=EARLY)
    assert len(times_on(office)) == 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "missing"),
    [(date(2027, 3, 14), {"02:00", "02:20", "02:40"}), (date(2026, 11, 1), set())],
)
def test_hours_change_across_a_change_of_the_clock(day: date, missing: set[str]) -> None:
    """An hour is missing where the clock is put on; put back, each time is there once."""
    office, service = (
        make_office(),
        Service.objects.create(code="night", names={"en": "Night"}, duration_minutes=20),
    )
    make_hours(office, service, weekdays=(7,), opens_at=time(1), closes_at=time(2))
    now = datetime.combine(day, time(0), UTC) - timedelta(days=2)
    release.release_slots(office, now=now)
    assert len(times_on(office, day)) == 3
    night = {7: [Stretch(time(1), time(4), 2, staff=1)]}
    actions.change(propose(office, night, on=day), by=MANAGER, now=now)
    walls = {f"{hour:02}:{minute:02}" for hour in (1, 2, 3) for minute in (0, 20, 40)}
    assert set(times_on(office, day)) == walls - missing
    slots = Slot.objects.filter(local_day=day)
    assert {slot.ends_at - slot.starts_at for slot in slots} == {timedelta(minutes=20)}
    assert actions.effect_of(propose(office, night, on=day), now=now).difference.new == []
    assert invariants.broken_laws() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_books_while_hours_change_keeps_a_time_or_is_dealt_with(office: Office) -> None:
    slots = list(Slot.objects.filter(local_day=TUESDAY).order_by("starts_at"))
    proposal = propose(office, every_day(Stretch(time(10), time(12), 2)))
    together = Barrier(7)

    def act(number: int) -> str:
        together.wait()
        try:
            if number:
                make_booked(slots[number - 1], number=number, now=EARLY)
            else:
                actions.change(proposal, by=MANAGER, now=EARLY)
        except Obstacle as obstacle:
            return obstacle.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(7) as pool:
        answers = list(pool.map(act, range(7)))
    assert set(answers) <= {"done", "slot_closed", "people_changed"}, Counter(answers)
    is_changed = answers[0] == "done"
    assert (len(times_on(office)) == 6) == is_changed
    opening.settle_all(now=EARLY)
    in_closed = Appointment.objects.filter(slot__closed=True, state="booked")
    assert set(in_closed.values_list("pk", flat=True)) == set(
        Outcome.objects.values_list("appointment", flat=True)
    )
    assert invariants.broken_laws() == []
