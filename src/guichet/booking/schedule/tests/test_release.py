"""The release on real calendars: clock changes, holidays, closures, twice, and by the hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from guichet.booking.schedule import release
from guichet.booking.testing import make_booked
from guichet.kernel import clock
from guichet.kernel.database import marks
from guichet.kernel.models import Dispatch, Mark
from guichet.offices.models import Closure, Office, OpeningHours
from guichet.offices.testing import make_office, make_service

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def make_working_office(zone: str = "America/New_York") -> Office:
    office = make_office(zone=zone)
    service = make_service()
    OpeningHours.objects.filter(office=office).delete()
    for weekday in range(1, 6):
        for opens, closes in ((time(9), time(12)), (time(13), time(15))):
            OpeningHours.objects.create(
                office=office,
                service=service,
                weekday=weekday,
                opens_at=opens,
                closes_at=closes,
                desks=3,
            )
    return office


def test_it_opens_twenty_business_days_and_prepares_the_next() -> None:
    office = make_working_office()

    count = release.release_slots(office, now=MONDAY)

    days = sorted(set(office.slots.values_list("local_day", flat=True)))
    assert count == 22 * 15
    assert days[0] == date(2026, 11, 23) and date(2026, 11, 26) not in days  # Thanksgiving
    assert len(days) == 22
    visible = office.slots.filter(opens_at__lte=MONDAY + timedelta(hours=2))
    assert len(set(visible.values_list("local_day", flat=True))) == 21


def test_it_makes_nothing_new_the_second_time() -> None:
    office = make_working_office()
    assert release.release_slots(office, now=MONDAY) > 0
    assert release.release_slots(office, now=MONDAY) == 0


def test_it_opens_one_more_day_each_business_day_at_a_minute_of_the_window() -> None:
    office = make_working_office()
    release.release_slots(office, now=MONDAY)
    tuesday = MONDAY + timedelta(days=1)

    assert release.release_slots(office, now=tuesday) == 15

    opens_at = office.slots.order_by("-starts_at").values_list("opens_at", flat=True)[0]
    local = opens_at.astimezone(ZoneInfo("America/New_York"))
    window = timedelta(minutes=office.release_window_minutes)
    start = datetime.combine(date(2026, 11, 25), office.release_at, local.tzinfo)
    assert start <= local < start + window


@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "America/Phoenix",
        "Pacific/Guam",
        "America/Mexico_City",
        "Europe/London",
    ],
)
@pytest.mark.parametrize(
    "now", [datetime(2027, 3, 1, 17, tzinfo=UTC), datetime(2026, 10, 12, 17, tzinfo=UTC)]
)
def test_it_keeps_wall_time_through_both_clock_changes(zone: str, now: datetime) -> None:
    office = make_working_office(zone)
    release.release_slots(office, now=now)

    walls = {
        starts_at.astimezone(ZoneInfo(zone)).time()
        for starts_at in office.slots.values_list("starts_at", flat=True)
    }
    assert min(walls) == time(9) and max(walls) == time(14, 40)
    assert len(walls) == 15


def test_it_announces_the_window_and_never_the_minute() -> None:
    office = make_working_office()
    at = ZoneInfo(office.time_zone)
    early = datetime(2026, 11, 23, 0, 30, tzinfo=at)
    announced = release.next_release_at(office, now=early)
    assert announced == datetime.combine(date(2026, 11, 23), office.release_at, at)
    later = release.next_release_at(office, now=announced + timedelta(hours=2))
    assert later == announced + timedelta(days=1)


def test_it_closes_the_days_of_a_closure_and_tells_those_it_hits() -> None:
    office = make_working_office()
    release.release_slots(office, now=MONDAY)
    slot = office.slots.filter(local_day=date(2026, 12, 2)).first()
    assert slot
    make_booked(slot, now=MONDAY, email="ada@example.org")
    closure = Closure.objects.create(
        office=office, starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 3)
    )

    for _ in range(2):
        release.release_slots(office, now=MONDAY)

    assert office.slots.filter(closed=True).count() == 30
    assert Dispatch.objects.filter(kind="closure").count() == 1
    closure.delete()
    release.release_slots(office, now=MONDAY)
    assert not office.slots.filter(closed=True).exists()


def test_a_start_releases_once_a_day_and_after_an_import(monkeypatch: pytest.MonkeyPatch) -> None:
    office, moments = make_working_office(), [MONDAY]
    monkeypatch.setattr(clock, "now", lambda: moments[-1])

    def start() -> int:
        office.slots.filter(local_day=office.slots.latest("local_day").local_day).delete()
        call_command("release_slots", unless_done=True)
        return office.slots.count()

    call_command("release_slots")
    first = office.slots.count()
    assert start() < first, "what is done is left to the worker"
    marks.leave(marks.CONTENT, "imported anew")
    assert start() == first
    make_office(code="BOS")
    assert start() == first
    assert start() < first
    moments.append(MONDAY + timedelta(days=1))
    assert start() > first - 15
    assert Mark.objects.filter(name=marks.RELEASED).count() == 1
