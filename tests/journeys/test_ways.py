"""Ways on in a real browser at 320 px: nothing found, help, one change and back, own time."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import testing as worlds
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.web.words import texts
from tests.journeys.people import GO_ON, JOURNEY, Applicant

pytestmark = JOURNEY
LANGUAGES = ("en", "ar", "ja")
NARROW = {"width": 320, "height": 700}


class Walker(Applicant):
    """Somebody on a small telephone; each kind of page is checked once in a language."""

    def look(self) -> None:
        """Check the page at the width of a small telephone."""
        self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        super().look()

    def says(self, topic: str, key: str) -> bool:
        return texts(topic).get(key, self.language).text in self.page.inner_text("main")


@pytest.mark.parametrize("language", usual("ar", of=LANGUAGES))
def test_it_goes_on_from_where_nothing_was_found(
    browser: Browser, live_server: Any, language: str
) -> None:
    walker = Walker(browser, live_server.url, language=language)
    walker.go("eta/status/")
    walker.press(GO_ON)  # nothing typed: said beside each field
    walker.page.fill("[name=number]", "V 208 917 393")
    walker.page.fill("[name=passport_number]", "PAOOO0001")
    walker.page.select_option("[name=issuer]", "IRL")
    for field, value in (("day", "17"), ("year", "1985")):
        walker.page.fill(f"[name=birth_date_{field}]", value)
    walker.page.select_option("[name=birth_date_month]", "5")
    walker.press(GO_ON)
    if walker.says("apply", "status.not_found"):
        assert walker.says("apply", "look.mistyped")
    assert walker.page.input_value("[name=passport_number]") == "PAOOO0001"
    walker.press(".foot .links a[href$='/contact/'] >> nth=0")
    assert walker.says("ways", "facts.elsewhere")
    walker.go("eta/results/")


@pytest.mark.parametrize("language", usual("en", of=LANGUAGES))
def test_it_comes_back_from_one_change_to_its_place(
    browser: Browser, live_server: Any, language: str
) -> None:
    worlds.make_paid(0, now=clock.now())
    again = worlds.make_draft(0, now=clock.now()).application
    walker = Walker(browser, live_server.url, language=language)
    walker.open(again)
    walker.page.goto(re.sub(r"apply/.*", "apply/steps/work/", walker.page.url))
    walker.look()
    for _ in range(12):  # a draft of a program: every page is looked at once
        if "/review/" in walker.page.url:
            break
        walker.page.goto(re.sub(r"(apply|status)/.*", "apply/go-on/", walker.page.url))
        if "/passport-lines/" in walker.page.url:
            walker.page.goto(walker.page.url.replace("passport-lines", "steps/document"))
        walker.page.locator("#answers button.arrow").click()
        walker.page.wait_for_load_state()
    walker.look()
    assert walker.says("apply", "again.title")
    walker.press("#address + a")
    walker.press("#answers button.arrow")
    assert walker.page.url.endswith("/review/#address")
    assert (
        walker.page.evaluate("document.querySelector('#address').getBoundingClientRect().top") < 700
    )
    walker.page.locator(".steps summary").click()
    walker.press(".steps details button >> nth=1")
    assert "/steps/" in walker.page.url


def test_it_tells_the_end_of_the_72_hours_by_the_clock_of_the_device(
    browser: Browser, live_server: Any
) -> None:
    application = worlds.make_listed(now=clock.now() - timedelta(hours=5))
    walker = Walker(browser, live_server.url, language="en")
    walker.open(application)
    page = browser.new_context(timezone_id="Asia/Dubai", locale="en").new_page()
    page.context.add_cookies(walker.page.context.cookies())  # type: ignore[arg-type]
    page.goto(walker.page.url)
    row = page.locator("[data-own-time]")
    assert row.is_visible()
    assert "By the clock of this device" in row.inner_text()
    assert "GMT+4" in row.inner_text()
    page.context.close()
