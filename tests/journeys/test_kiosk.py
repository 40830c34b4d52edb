"""A kiosk in a browser: by scanner, by its keys, without an appointment, and the next client."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from guichet.counter.models import Ticket
from guichet.counter.testing import make_checked_in, make_desk_office, make_expected_now
from guichet.devices.holding import COOKIE
from guichet.devices.models import Kind
from guichet.devices.testing import make_device
from guichet.kernel import clock
from guichet.offices.models import Office, OpeningHours
from tests.journeys.axe import violations
from tests.journeys.people import JOURNEY, PICTURES

pytestmark = JOURNEY
SIZES = {"upright": (1080, 1920), "across": (1280, 800)}
SMALLEST = 44  # px of what a finger presses
PRESSED = """() => [...document.querySelectorAll("a[href], button:not(.hidden)")]
  .filter((it) => it.offsetParent)
  .map((it) => Math.min(it.offsetWidth, it.offsetHeight))"""


@pytest.fixture
def office() -> Office:
    """An office that is open all day and every day, with somebody in its line."""
    desk_office = make_desk_office("KSK")
    OpeningHours.objects.filter(office=desk_office).delete()
    service = make_expected_now(9, office=desk_office, starts_at=soon()).slot.service
    for weekday in range(1, 8):
        OpeningHours.objects.create(
            office=desk_office, service=service, weekday=weekday, desks=3,
            opens_at="00:00", closes_at="23:59:59",
        )  # fmt: skip
    return desk_office


def soon() -> Any:
    """Return a moment ago, on the day that it is at the office."""
    return clock.now().replace(microsecond=0) - timedelta(minutes=1)


def kiosk_at(browser: Browser, site: str, office: Office, size: str) -> Page:
    client = Client()
    make_device(office.pk, client=client, now=clock.now(), kind=Kind.KIOSK)
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
    context.add_cookies([{"name": COOKIE, "value": client.cookies[COOKIE].value, "url": site}])
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site}/kiosk/")
    return page


def look(page: Page, name: str) -> None:
    """Take a picture where somebody wants to see it; all is large enough, and axe has no word."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"kiosk-{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert min(page.evaluate(PRESSED), default=SMALLEST) >= SMALLEST
    assert [each["id"] for each in violations(page)] == []


def choose(page: Page, language: str, path: str) -> None:
    """Press a language and one of the two choices, seeing each page."""
    look(page, "start")
    page.locator(f"a[lang={language}]").tap()
    page.wait_for_url("**/kiosk/choice/")
    look(page, f"{language}-choice")
    page.locator(f"a.card[href='/kiosk/{path}/']").tap()
    page.wait_for_url(f"**/kiosk/{path}/")
    look(page, f"{language}-{path}")


def test_a_scan_checks_in_and_the_next_client_finds_nothing(
    browser: Browser, live_server: Any, office: Office
) -> None:
    number = make_expected_now(1, office=office, starts_at=soon()).confirmation_number
    page = kiosk_at(browser, live_server.url, office, "upright")
    page.locator("a[lang=en]").tap()
    page.wait_for_url("**/kiosk/choice/")
    page.keyboard.type(f"GUICHET:1:{number}", delay=3)  # on the page of the two choices
    page.keyboard.press("Enter")
    box = page.locator("[data-number]")
    expect(box).to_contain_text("Your ticket")
    ticket = box.get_attribute("data-number")
    page.wait_for_url("**/kiosk/ticket/")
    look(page, "en-ticket")

    page.clock.fast_forward(65_000)
    countdown = page.locator("[data-countdown]")
    expect(countdown).to_be_visible()
    look(page, "en-countdown")
    countdown.locator("button").tap()
    expect(countdown).to_be_hidden()
    page.clock.fast_forward(95_000)
    expect(page.locator(".languages")).to_be_visible()

    page.go_back()
    page.wait_for_load_state()
    assert f'data-number="{ticket}"' not in page.content()
    expect(page.locator(".languages")).to_be_visible()
    page.context.close()


def test_a_number_is_pressed_on_the_screen_in_chinese(
    browser: Browser, live_server: Any, office: Office
) -> None:
    number = str(make_expected_now(1, office=office, starts_at=soon()).confirmation_number)
    page = kiosk_at(browser, live_server.url, office, "across")
    choose(page, "zh-Hans", "appointment")
    for sign in number[:-1]:
        page.locator(f"[data-keys] button[value='{sign}']").tap()
    page.locator("form .actions button").tap()
    expect(page.locator(".error")).to_be_visible()
    page.wait_for_load_state()
    look(page, "zh-Hans-not-found")
    page.locator(f"[data-keys] button[value='{number[-1]}']").tap()
    page.locator("form .actions button").tap()
    expect(page.locator("[data-number]")).to_contain_text("您的号码")
    page.wait_for_url("**/kiosk/ticket/")
    look(page, "zh-Hans-ticket")
    page.locator("[data-done]").tap()
    expect(page.locator(".languages")).to_be_visible()
    page.context.close()


def test_somebody_without_an_appointment_prints_a_ticket_in_arabic(
    browser: Browser, live_server: Any, office: Office
) -> None:
    make_checked_in(make_expected_now(2, office=office, starts_at=soon()), now=clock.now())
    page = kiosk_at(browser, live_server.url, office, "upright")
    choose(page, "ar", "walk-in")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.locator("button[name=service]").first.tap()
    expect(page.locator("[data-number]")).to_contain_text("تذكرتكم")
    number = str(Ticket.objects.latest("pk").number)
    assert page.locator("[data-number]").get_attribute("data-number") == number
    page.wait_for_url("**/kiosk/ticket/")
    look(page, "ar-ticket")

    page.add_init_script("window.print = () => { window.wasPrinted = true; }")
    page.goto(f"{live_server.url}/kiosk/ticket/print/")
    assert page.evaluate("window.wasPrinted")
    if PICTURES:
        page.pdf(path=Path(PICTURES) / "kiosk-ar-ticket.pdf", prefer_css_page_size=True)
    else:
        page.evaluate("setTimeout(() => dispatchEvent(new Event('afterprint')), 50)")
    expect(page.locator("[data-number]")).to_be_visible()
    page.context.close()
