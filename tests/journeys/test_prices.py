"""A price in a real browser: the device works it off by itself, or one waits without script."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from guichet.booking.api.tests.calls import Program
from guichet.booking.guarding import prices
from guichet.booking.models import Appointment, Slot
from guichet.booking.rules import FREE_CLAIMS
from guichet.booking.testing import make_booked
from guichet.kernel import clock
from guichet.kernel.guarding.proofs import Price
from guichet.kernel.testing import usual
from guichet.offices.models import Office
from tests.journeys.people import APPOINTMENT_LANGUAGES, JOURNEY, Person

pytestmark = JOURNEY


@pytest.fixture
def crowded(office: Office) -> None:
    """An office of which this machine has held as many places as are free of charge."""
    slots = Slot.objects.order_by("-starts_at")
    program = Program("127.0.0.1")
    for number in range(FREE_CLAIMS):
        assert program.post("holds", {"slot": str(slots[number // 3].pk)}).status_code == 201


@pytest.mark.parametrize("language", usual("zh-Hans", of=APPOINTMENT_LANGUAGES))
def test_a_device_pays_by_itself(
    browser: Browser, live_server: Any, crowded: None, language: str
) -> None:
    person = Person(browser, live_server.url, language=language)
    person.find_a_time()
    assert person.page.locator("altcha-widget").count() == 1
    assert person.page.locator("#waiting > :visible").count() == 1
    work = person.page.locator("[data-proof] input[name=altcha]")
    expect(work).not_to_have_value("", timeout=60_000)
    person.press("[data-proof] button.button")
    assert "/details/" in person.page.url
    assert not [
        url for url in person.requests if not url.startswith((live_server.url, "data:", "blob:"))
    ]


def test_who_has_no_script_waits(
    browser: Browser, live_server: Any, crowded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prices, "LEAST", Price(units=1, seconds=2))
    person = Person(browser, live_server.url, language="en", script=False)
    person.find_a_time()
    assert person.page.inner_text("#waiting") == "Wait a little"  # there is nothing else to do
    person.press("a[href*='/wait/']")
    person.page.wait_for_selector("button[autofocus]", timeout=20_000)  # it came by itself
    person.press("button[autofocus]")
    assert "/details/" in person.page.url


@pytest.mark.parametrize("language", usual("ar", of=APPOINTMENT_LANGUAGES))
def test_the_code_of_a_phone_with_many_appointments_is_asked_for(
    browser: Browser, live_server: Any, office: Office, language: str, settings: Any
) -> None:
    settings.RATE_LIMITS = False
    slots = list(Slot.objects.order_by("-starts_at")[:4])
    for number in range(11):
        make_booked(slots[number // 3], number=number, phone="+12125550142", now=clock.now())
    settings.RATE_LIMITS = True
    person = Person(browser, live_server.url, language=language)
    person.find_a_time()
    person.say_who_comes()
    person.press("#client button.arrow")
    person.press("form[action$='/book/'] button:not([formaction])")
    assert person.page.locator("[name=contact_code]").count() == 1
    assert "•••• 42" in " ".join(person.page.inner_text("main").split())  # it does not break
    assert Appointment.objects.filter(name="أحمد Kowalski-Nguyễn", state="held").exists()
    person.fill(contact_code="00000000")
    person.press("#code button.arrow")
    assert person.page.locator(".error").count() >= 1
