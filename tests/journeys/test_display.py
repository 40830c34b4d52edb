"""The screen of a waiting room in a browser: a call comes by itself, a lost line is told."""

import re
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from guichet.counter.queue import actions
from guichet.counter.testing import (
    forget_boards,
    make_counter_officer,
    make_desk_office,
    make_walk_in,
)
from guichet.devices.holding import COOKIE
from guichet.devices.testing import make_device
from guichet.kernel import clock
from guichet.offices.models import Office
from guichet.opening import actions as opening
from tests.journeys.axe import violations
from tests.journeys.people import JOURNEY, PICTURES

pytestmark = JOURNEY
LINES = re.compile(r"/(calls|stream)/$")
# Of the boxes of who was called before: those that the edge of their list cuts through.
CUT = """Array.from(document.querySelectorAll(".before li"), (box) => box.getBoundingClientRect())
.filter((box) => { const list = document.querySelector(".before ol").getBoundingClientRect();
  return box.left < list.right && box.right > list.left
    && (box.bottom > list.bottom + 1 || box.bottom > document.querySelector("footer").offsetTop); })
.length"""
WITHIN = 3.0  # seconds, from the press of an officer to the screen


def screen_at(browser: Browser, site: str, office: Office, query: str) -> Page:
    """Return the page of a paired display, on a large screen that is laid across."""
    client = Client()
    make_device(office.pk, client=client, now=clock.now())
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.add_cookies([{"name": COOKIE, "value": client.cookies[COOKIE].value, "url": site}])
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site}/display/{office.pk}/{query}")
    return page


def look(page: Page, name: str) -> None:
    """Take a picture where somebody wants to see it; everything fits, and axe has no word."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"display-{name}.png")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    assert page.evaluate(CUT) == 0
    assert [each["id"] for each in violations(page)] == []


@pytest.fixture
def office() -> Office:
    """An office where nine people wait without an appointment."""
    forget_boards()
    desk_office = make_desk_office("DSP")
    for _ in range(9):
        make_walk_in(desk_office, now=clock.now())
    return desk_office


def call(office: Office, desk: str) -> int:
    ticket = actions.call_next(office, desk=desk, officer=make_counter_officer(), now=clock.now())
    assert ticket
    return ticket.number


def serve(office: Office, desk: str) -> None:
    """Call the next to a desk and be done with them."""
    officer, now = make_counter_officer(), clock.now()
    ticket = actions.call_next(office, desk=desk, officer=officer, now=now)
    assert ticket
    actions.start(ticket.pk, office=office, officer=officer, now=now)
    actions.finish(ticket.pk, office=office, outcome="served", officer=officer, now=now)


def test_a_call_comes_by_itself_in_each_language(
    browser: Browser, live_server: Any, office: Office
) -> None:
    page = screen_at(browser, live_server.url, office, "?languages=en,ar&sound=on&speech=on")
    expect(page.locator("[data-nobody]")).to_be_visible()
    call(office, "1")
    number, began = call(office, "12B"), monotonic()
    newest = page.locator("[data-list=called] > li").first
    expect(newest).to_contain_text(str(number), timeout=WITHIN * 1000)
    assert monotonic() - began < WITHIN
    expect(page.locator("[data-list=called] > li")).to_have_count(2)
    assert newest.get_attribute("class") == "fresh"
    assert page.locator("[data-nobody]").is_hidden()
    english, arabic = page.locator("h2 [lang=en]").first, page.locator("h2 [lang=ar]").first
    if english.is_hidden():
        page.clock.fast_forward(10_000)
    expect(english).to_be_visible()
    look(page, "en")
    page.clock.fast_forward(10_000)
    expect(arabic).to_be_visible()
    expect(english).to_be_hidden()
    look(page, "en-ar")
    now = clock.now()
    closing = {"reason": "technical", "by": "staff:7", "now": now}
    opening.close(office, starts_at=now, ends_at=now + timedelta(days=1), **closing)
    forget_boards()
    expect(page.locator("[data-closed]")).to_contain_text(re.compile(r"\d"), timeout=10_000)
    look(page, "closed")
    page.context.close()


def test_a_screen_that_loses_its_line_says_so_and_comes_back(
    browser: Browser, live_server: Any, office: Office
) -> None:
    for _ in range(6):
        serve(office, "INTERVUE")
    call(office, "3")
    page = screen_at(browser, live_server.url, office, "?languages=ar,en")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    expect(page.locator(".before li")).to_have_count(6)
    look(page, "ar")
    page.route(LINES, lambda route: route.abort())
    page.clock.fast_forward(11_000)
    stale = page.locator(".stale")
    expect(stale).to_be_visible()
    assert "No connection since" in stale.inner_text()
    assert stale.locator("[lang=ar]").is_visible()
    look(page, "stale")

    call(office, "4")
    page.unroute(LINES)
    page.clock.fast_forward(16_000)
    expect(stale).to_be_hidden()
    expect(page.locator("[data-list=called] > li")).to_have_count(2)
    page.context.close()
