"""A family of three in three windows of one browser: each window keeps its own application."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import numbers, tokens
from guichet.applications import testing as worlds
from guichet.applications.models import Application
from guichet.kernel import clock
from guichet.kernel.testing import usual
from tests.journeys.people import GO_ON, JOURNEY, Applicant

pytestmark = JOURNEY
LANGUAGES = ["en", "ar", "zh-Hans"]


class Family(Applicant):
    """Somebody who opens one window more in the same browser."""

    def beside(self) -> "Family":
        """Return another window of this browser, which shares its cookies."""
        other = object.__new__(type(self))
        vars(other).update(vars(self))
        other.page = self.page.context.new_page()
        return other

    @property
    def shown(self) -> str:
        """Return the number of the application that the page says it is about."""
        return self.page.locator("[data-whose]").inner_text().replace(" ", "")


@pytest.mark.parametrize("language", usual("ar", of=LANGUAGES))
def test_it_keeps_three_applications_in_three_windows(
    browser: Browser, live_server: Any, language: str
) -> None:
    mother = worlds.make_paid(1, now=clock.now())
    family = Family(browser, live_server.url, language=language)
    family.open(mother)
    assert family.shown == mother.number
    family.press("form[action$='/next-person/'] button")
    second, pin = family.page.locator(".references dd bdi").all_inner_texts()
    second = second.replace(" ", "")
    assert second != mother.number
    family.press("main a.button.arrow")
    assert family.shown == second

    two = family.beside()
    father = worlds.make_sent(2).application
    two.open(father)
    three = family.beside()
    child = worlds.make_listed(3, now=clock.now())
    three.open(child)
    assert (family.shown, two.shown, three.shown) == (second, father.number, child.number)

    section = family.page.url.replace("passport-lines", "steps/passport").partition(
        f"/{language}/"
    )[2]
    family.go(section)
    family.page.fill("[name=surname]", "DAUGHTER")
    three.press("main a[href$='/yours/withdraw/']")
    two.press("main form[action$='/apply/pay/'] button")
    family.press("main form button.arrow")
    assert Application.objects.get(number=second).answers["surname"] == "DAUGHTER"
    assert family.shown == second
    two.press("button[value=paid]")
    assert two.shown == father.number
    assert numbers.for_people(child.number) in three.page.inner_text(".whose")
    three.press("button.danger")
    states = [
        Application.objects.get(number=number).state
        for number in (second, father.number, child.number, mother.number)
    ]
    assert states == ["draft", "issued", "withdrawn", "issued"]

    family.go(section)
    family.press(".menu summary")
    other = "fr" if language == "en" else "en"
    family.language = other
    family.press(f".menu [lang={other}]")
    assert family.shown == second
    family.page.go_back()
    family.language = language
    assert family.shown == second

    family.go("eta/status/yours/")  # an address that does not say whose
    assert family.page.locator(".cards .card").count() == 4
    family.press(f".card:has-text('{numbers.for_people(father.number)}')")
    assert family.shown == father.number
    again = Family(browser, live_server.url, language=language)
    again.go("eta/apply/resume/")
    again.page.fill("[name=number]", second)
    again.page.fill("[name=pin]", pin)
    again.press(GO_ON)
    assert again.shown == second


def test_it_writes_nothing_for_a_window_of_somebody_before(
    browser: Browser, live_server: Any
) -> None:
    first, second = (worlds.make_draft(number).application for number in (1, 2))
    family = Family(browser, live_server.url, language="en")
    family.open(first)
    handle = family.page.url.partition("/eta/")[2].partition("/")[0]
    family.go(f"eta/{handle}/apply/steps/passport/")
    family.page.fill("[name=surname]", "KEPT")
    family.page.context.clear_cookies(name="guichet_application")
    two = family.beside()
    two.open(second)
    family.press("main form button.arrow")
    assert numbers.for_people(second.number) in family.page.inner_text("main")
    assert numbers.for_people(first.number) not in family.page.inner_text("main")
    family.page.fill("[name=number]", first.number)
    family.page.fill("[name=pin]", tokens.pin_of(first))
    family.press("#keys button.arrow")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answers["surname"], second.answers["surname"]) == ("KEPT", "OBRIEN C")


@pytest.mark.parametrize("language", usual("en", of=LANGUAGES))
def test_it_asks_on_a_shared_computer_whether_the_first_person_has_finished(
    browser: Browser, live_server: Any, language: str
) -> None:
    first, second = worlds.make_paid(1), worlds.make_paid(2)
    family = Family(browser, live_server.url, language=language)
    family.go("eta/")
    family.press("button.tool[name=shared]")
    family.open(first)
    family.open(second)
    assert family.page.locator("[name=before]").count() == 2
    family.page.fill("[name=pin]", tokens.pin_of(second))
    family.page.check("[name=before][value=finished]")
    family.press(GO_ON)
    assert family.shown == second.number
    family.go("eta/yours/")
    assert family.page.locator(".cards .card").count() == 1
