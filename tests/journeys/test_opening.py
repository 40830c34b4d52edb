"""A manager closes an office for a morning, and a client takes the time that is kept for them."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from playwright.sync_api import Browser

from guichet.booking.models import Appointment
from guichet.booking.testing import make_booked, make_open_slot
from guichet.kernel import clock
from guichet.kernel.models import Dispatch
from guichet.kernel.testing import usual
from guichet.offices.models import Office
from guichet.offices.testing import make_hours, make_office, make_service
from guichet.opening import keeping
from guichet.opening.models import Outcome
from guichet.staff.testing import make_posted
from tests.journeys.people import JOURNEY, Person
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 400, "height": 800}
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def ten() -> datetime:
    """Ten in the morning at the office, the day after tomorrow."""
    day = clock.now().astimezone(NEW_YORK) + timedelta(days=2)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)


def make_booked_office(ten: datetime) -> tuple[Office, list[Appointment]]:
    """Return an office that works every day, with three people on a morning."""
    office, service = make_office(), make_service()
    make_hours(office, service, weekdays=(1, 2, 3, 4, 5, 6, 7))
    opens_at = clock.now() - timedelta(days=1)
    people = []
    for number in range(3):
        at = ten + timedelta(minutes=20 * number)
        slot = make_open_slot(office=office, starts_at=at, opens_at=opens_at)
        booked = make_booked(slot, number=number, now=clock.now(), email=f"a{number}@example.org")
        people.append(booked.appointment)
        make_open_slot(office=office, starts_at=at + timedelta(days=1), opens_at=opens_at)
    Appointment.objects.filter(pk=people[0].pk).update(language="ar")
    return office, people


def wish(manager: Officer, ten: datetime) -> None:
    """Type a closure of that morning."""
    page = manager.page
    manager.fill(
        first_day=str(ten.day), first_year=str(ten.year), first_time="9:00", last_time="13:00"
    )
    page.select_option("[name=first_month]", str(ten.month))
    page.select_option("[name=reason]", "technical")
    page.check("[name=plan][value=move]")


@pytest.mark.parametrize("language", usual("fr", of=("en", "fr")))
def test_a_morning_is_closed_and_another_time_is_taken_by_one_press(
    browser: Browser, live_server: Any, ten: datetime, language: str
) -> None:
    office, people = make_booked_office(ten)
    account: User = make_posted(office.pk, "office_manager", name="mia")
    manager = Officer(browser, live_server.url, account, language=language)
    manager.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    manager.go(f"opening/{office.pk}/")
    manager.press("main form button.button")  # nothing is typed: it says so
    assert manager.page.locator(".errors").count() == 1
    wish(manager, ten)
    manager.press("main form button.button")
    assert manager.page.locator("[data-hit]").get_attribute("data-hit") == "3"
    assert people[0].name in manager.page.content()
    manager.press("main form button.button")
    assert manager.page.locator("[data-waiting]").get_attribute("data-waiting") == "0"
    manager.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    manager.look()

    outcome = Outcome.objects.get(appointment=people[0])
    with override_settings(PUBLIC_URL=live_server.url):
        offer = keeping.offer_of(Appointment.objects.get(pk=people[0].pk), clock.now())
    assert offer
    client = Person(browser, live_server.url, language="ar")
    client.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    client.page.goto(offer.url)
    client.look()
    client.press("main form button.button")
    assert client.page.locator("main form").count() == 0
    moved = Appointment.objects.select_related("slot").get(pk=people[0].pk)
    assert moved.slot.starts_at == outcome.offered_at
    assert Dispatch.objects.filter(record=moved.pk, kind="appointment_moved").exists()


@pytest.mark.parametrize("language", usual("fr", of=("en", "fr")))
def test_a_week_is_changed_after_a_look_at_whom_that_touches(
    browser: Browser, live_server: Any, ten: datetime, language: str
) -> None:
    office, people = make_booked_office(ten)
    account: User = make_posted(office.pk, "office_manager", name="mia")
    manager = Officer(browser, live_server.url, account, language=language)
    manager.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    manager.go(f"opening/{office.pk}/hours/")
    manager.press("main section a.button")
    manager.fill(**{"row0-closes": "8:00"})  # before it opens
    manager.press("main form .actions:last-of-type button.button")
    assert manager.page.locator(".errors").count() == 1
    manager.fill(**{"row0-opens": "13:00", "row0-closes": "16:00", "row0-desks": "4"})
    manager.press("main form .actions:last-of-type button.button")
    assert manager.page.locator("[data-hit]").get_attribute("data-hit") == "3"
    assert people[0].name in manager.page.content()
    manager.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    manager.look()
    manager.press("main form button.button")
    assert manager.page.locator("[data-waiting]").get_attribute("data-waiting") == "0"
    assert Outcome.objects.count() == 3
