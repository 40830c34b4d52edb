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


class Windows:
    """A mother's, in which she has gone on to a daughter; a father's; and a child's."""

    def __init__(self, family: Family) -> None:
        """Open all three, and begin what is filled in for the daughter."""
        self.family = family
        self.mother = worlds.make_paid(1, now=clock.now())
        family.open(self.mother)
        assert family.shown == self.mother.number
        family.press("form[action$='/next-person/'] button")
        daughter, self.pin = family.page.locator(".references dd bdi").all_inner_texts()
        self.daughter = daughter.replace(" ", "")
        assert self.daughter != self.mother.number
        family.press("main a.button.arrow")
        assert family.shown == self.daughter
        self.two, self.father = family.beside(), worlds.make_sent(2).application
        self.two.open(self.father)
        self.three, self.child = family.beside(), worlds.make_listed(3, now=clock.now())
        self.three.open(self.child)

    @property
    def shown(self) -> tuple[str, ...]:
        return self.family.shown, self.two.shown, self.three.shown

    @property
    def numbers(self) -> tuple[str, ...]:
        return self.daughter, self.father.number, self.child.number

    @property
    def states(self) -> list[str]:
        return [
            Application.objects.get(number=number).state
            for number in (*self.numbers, self.mother.number)
        ]


@pytest.mark.parametrize("language", usual("ar", of=LANGUAGES))
def test_it_keeps_three_applications_in_three_windows(
    browser: Browser, live_server: Any, language: str
) -> None:
    family = Family(browser, live_server.url, language=language)
    windows = Windows(family)
    assert windows.shown == windows.numbers
    section = family.page.url.replace("passport-lines", "steps/passport")
    section = section.partition(f"/{language}/")[2]
    _press_in_each(windows, section)
    assert windows.states == ["draft", "issued", "withdrawn", "issued"]
    _change_the_language_and_come_back(family, windows.daughter, section)
    family.go("eta/status/yours/")  # an address that does not say whose
    assert family.page.locator(".cards .card").count() == 4
    family.press(f".card:has-text('{numbers.for_people(windows.father.number)}')")
    assert family.shown == windows.father.number
    again = Family(browser, live_server.url, language=language)
    again.go("eta/apply/resume/")
    again.page.fill("[name=number]", windows.daughter)
    again.page.fill("[name=pin]", windows.pin)
    again.press(GO_ON)
    assert again.shown == windows.daughter


def _press_in_each(windows: Windows, section: str) -> None:
    """Begin something in each window before it is finished in any."""
    family, two, three = windows.family, windows.two, windows.three
    family.go(section)
    family.page.fill("[name=surname]", "DAUGHTER")
    three.press("main a[href$='/yours/withdraw/']")
    two.press("main form[action$='/apply/pay/'] button")
    family.press("main form button.arrow")
    assert Application.objects.get(number=windows.daughter).answers["surname"] == "DAUGHTER"
    assert family.shown == windows.daughter
    two.press("button[value=paid]")
    assert two.shown == windows.father.number
    assert numbers.for_people(windows.child.number) in three.page.inner_text(".whose")
    three.press("button.danger")


def _change_the_language_and_come_back(family: Family, number: str, section: str) -> None:
    """Read a page in another language, and press the browser's own key to go back."""
    language = family.language
    family.go(section)
    family.press(".menu summary")
    family.language = "fr" if language == "en" else "en"
    family.press(f".menu [lang={family.language}]")
    assert family.shown == number
    family.page.go_back()
    family.language = language
    assert family.shown == number


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


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_back_after_a_corrected_step_leads_to_the_step(
    browser: Browser, live_server: Any, script: bool
) -> None:
    family = Family(browser, live_server.url, language="en", script=script)
    family.open(worlds.make_draft(now=clock.now()).application)
    family.go("eta/apply/steps/passport/")
    for year, is_right in (("1885", False), ("1985", True)):
        family.page.fill("[name=birth_date_year]", year)
        family.press(GO_ON)
        assert (family.page.locator("#birth_date-error").count() == 0) is is_right
    for _press in range(2):
        family.page.go_back()
        family.page.wait_for_load_state()
        # The browser itself puts back what stood in the field when its page was left.
        assert family.page.input_value("[name=birth_date_year]") in {"1885", "1985"}
