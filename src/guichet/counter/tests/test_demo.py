"""A demonstration finds an office in the middle of its day."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import F

from guichet.booking.models import Appointment
from guichet.booking.schedule import release
from guichet.booking.schedule.invariants import broken_laws
from guichet.counter import demo
from guichet.counter.models import Ticket
from guichet.counter.testing import TEN, make_desk_office
from guichet.kernel import clock

pytestmark = pytest.mark.django_db

ELEVEN = TEN + timedelta(hours=1)
NIGHT = TEN + timedelta(hours=12)


def fill(*, now: datetime) -> list[demo.Scene]:
    office = make_desk_office()
    User.objects.create(username="demo-counter-tst")
    release.release_slots(office, now=TEN - timedelta(days=7))
    return list(demo.fill(now=now))


def test_the_morning_has_passed_and_the_rest_is_to_come() -> None:
    before = clock.now()

    (scene,) = fill(now=ELEVEN)

    states = Counter(Ticket.objects.values_list("state", flat=True))
    assert states["finished"] >= 2 and states["in_service"] + states["called"] == 1
    assert scene.day.date == ELEVEN.date() and scene.tickets == states.total()
    assert all(appointment.slot.starts_at > ELEVEN for appointment in scene.coming)
    assert Ticket.objects.filter(arrived_at__gt=ELEVEN + timedelta(minutes=1)).count() == 0
    assert Appointment.objects.filter(held_at__gte=F("slot__starts_at")).count() == 0
    assert broken_laws() == []
    assert abs(clock.now() - before) < timedelta(minutes=5), "the clock is put back"

    assert [again.tickets for again in demo.fill(now=ELEVEN)] == [scene.tickets]


def test_after_hours_it_is_the_next_day() -> None:
    (scene,) = fill(now=NIGHT)
    assert scene.day.date == NIGHT.date() and scene.day.hours.opens_at > NIGHT
    assert (scene.tickets, len(scene.coming)) == (0, demo.TO_OPEN)
