"""A session that ends: the page warns, one press keeps it, and it is covered when that is over."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY


@pytest.mark.parametrize("language", usual("fr", of=["en", "fr"]))
def test_a_page_warns_stays_by_one_press_and_is_covered_at_the_end(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    start = clock.now()

    def pass_to(minutes: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=minutes))
        claire.page.clock.fast_forward(31 * 60_000)

    account = make_staff("auditor", password="known to this test")
    claire = Officer(browser, live_server.url, account, language=language)
    page = claire.page
    page.clock.install()
    claire.go("account/password/")
    page.fill("[name=password1]", "half a word")
    warning, over = page.locator("[data-when=idle]"), page.locator("[data-when=over]")
    assert not warning.is_visible()
    pass_to(28.5)
    warning.wait_for()
    claire.look()
    page.locator("[data-stay]").press("Enter")
    warning.wait_for(state="hidden")
    pass_to(50)
    page.wait_for_timeout(300)
    assert not warning.is_visible()
    pass_to(60)
    over.wait_for()
    claire.look()
    assert not page.locator("main h1").is_visible()

    monkeypatch.setattr(clock, "now", lambda: start)  # signed in again, in another window
    again = Officer(browser, live_server.url, claire.account, language=language)
    page.context.add_cookies(again.page.context.cookies())
    page.evaluate("dispatchEvent(new Event('focus'))")
    over.wait_for(state="hidden")
    assert page.locator("main h1").is_visible()
    assert page.locator("[name=password1]").input_value() == "half a word"
