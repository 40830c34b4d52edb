"""The ways on, looked at on a small phone: whom to ask, who is abroad, what else there is."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.booking.models import Slot
from guichet.offices.models import Jurisdiction, Office
from guichet.offices.testing import make_hours, make_office
from tests.test_journeys import Person, browser, office, pytestmark

__all__ = ["browser", "office", "pytestmark"]
NARROW = {"width": 320, "height": 640}
# How many telephone numbers stand on more than one line.
BROKEN = """[...document.querySelectorAll("a[href^='tel:']")]
  .filter((number) => number.getClientRects().length > 1).length"""


def somebody(browser: Browser, live_server: Any, language: str) -> Person:
    person = Person(browser, live_server.url, language=language)
    person.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    return person


@pytest.mark.parametrize("language", ["en", "ar", "ht", "de", "ja"])
def test_it_names_whom_to_ask_on_one_line(
    browser: Browser, live_server: Any, language: str
) -> None:
    person = somebody(browser, live_server, language)
    person.go("")
    for page in ("contact", "accessibility", "privacy"):
        person.press(f"footer a[href$='/{page}/']")
        assert person.page.evaluate(BROKEN) == 0
    person.press("main a.button[href$='/contact/']")
    assert person.page.locator("main a[href^='tel:']").count() >= 4
    person.page.context.close()


@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans", "fr"])
def test_it_leads_on_where_an_office_is_abroad_and_nothing_is_free(
    browser: Browser, live_server: Any, office: Office, language: str
) -> None:
    Jurisdiction.objects.create(country="FR", office=office, overridden=False)
    near = make_office(code="NER")
    Office.objects.filter(pk="NER").update(latitude=1)
    make_hours(near, Slot.objects.all()[0].service)
    Slot.objects.update(taken=3)
    person = somebody(browser, live_server, language)

    person.go("appointments/")
    person.page.select_option("[name=country]", "FR")
    person.press("button[name=where][value=outside]")
    person.press("a[href='#others']")
    person.press("a.cover")
    person.press("main button.arrow")
    assert "country=FR" in person.page.url

    person.press("a[href*='/offices/NER/']")
    assert "/offices/NER/case_question/" in person.page.url
    assert "country=FR" in person.page.url
    person.page.context.close()


def test_it_marks_the_button_that_cannot_be_taken_back(
    browser: Browser, live_server: Any, office: Office
) -> None:
    person = somebody(browser, live_server, "en")
    person.book()
    person.press("a[href*='/cancel/']")
    color = "element => getComputedStyle(element).backgroundColor"
    final = person.page.locator("button.danger").evaluate(color)
    assert final != "rgb(0, 86, 78)"
    assert final == "rgb(161, 18, 28)"
    person.page.context.close()
