"""Where a network has guessed too much: the browser works, or its person waits, and comes in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from guichet.applications import numbers
from guichet.applications.testing import make_draft
from guichet.kernel import clock
from guichet.kernel.guarding import guesses
from guichet.kernel.guarding.table import GUESSES
from guichet.kernel.references import pin_for_people
from guichet.kernel.testing import usual
from tests.journeys.people import JOURNEY, Applicant

pytestmark = JOURNEY
NARROW = {"width": 320, "height": 640}
RESUME = "eta/apply/resume/"
SEND = "#keys .actions button"


@pytest.fixture(autouse=True)
def _a_network_that_guessed(monkeypatch: pytest.MonkeyPatch, live_server: Any) -> None:
    monkeypatch.setattr(guesses, "GUESSES", replace(GUESSES, units=1))
    for _ in range(GUESSES.burst):
        pair = {"number": numbers.new_number(numbers.APPLICATION), "pin": "ABCDEFGH"}
        assert Client().post(f"/en/{RESUME}", pair).status_code == 422


def meets_the_price(browser: Browser, site: str, language: str, *, script: bool) -> Applicant:
    """Let somebody type the right pair, and be asked for a proof."""
    draft, person = make_draft(), Applicant(browser, site, language=language, script=script)
    person.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    person.go(RESUME)
    person.fill(number=numbers.for_people(draft.application.number), pin=pin_for_people(draft.pin))
    person.press(SEND)
    assert person.page.locator("#waiting").count() == 1
    return person


@pytest.mark.parametrize("language", usual("ar", of=["en", "ar"]))
def test_the_browser_works_for_some_seconds(
    browser: Browser, live_server: Any, language: str
) -> None:
    person = meets_the_price(browser, live_server.url, language, script=True)
    work = person.page.locator("input[name=altcha]")
    for _ in range(100):
        if work.count() and work.first.input_value():
            break
        person.page.wait_for_timeout(100)
    person.press("[data-proof] .button")
    assert "/apply/passport-lines/" in person.page.url


def test_without_script_one_waits_and_types_nothing_again(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = meets_the_price(browser, live_server.url, "zh-Hans", script=False)
    person.press("[aria-labelledby=waiting] button")
    assert person.page.locator("#waiting").count() == 1, "too early"
    later = clock.now() + timedelta(seconds=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    person.press("[aria-labelledby=waiting] button")
    assert "/apply/passport-lines/" in person.page.url
