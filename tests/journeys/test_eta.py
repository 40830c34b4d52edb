"""Apply for an authorization in a real browser, phone-sized, with axe on every page."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications.models import Application
from guichet.kernel.testing import usual
from tests.journeys.people import ETA_LANGUAGES, JOURNEY, ZONE, Applicant

pytestmark = JOURNEY
MOST_STEPS = 25


@pytest.mark.parametrize("language", usual("ar", of=ETA_LANGUAGES))
def test_it_leads_a_traveler_from_the_first_question_to_an_approval(
    browser: Browser, live_server: Any, language: str
) -> None:
    person = Applicant(browser, live_server.url, language=language)
    person.go("eta/apply/")
    person.press("main form button.arrow")  # nothing chosen: it says so
    person.page.check("[name=who][value=self]")
    person.press("main form button.arrow")
    person.press("main a.button.arrow")
    person.page.fill("[name=lines]", ZONE)
    person.press("main form button.arrow")
    person.press("main a.button.arrow")

    for _ in range(MOST_STEPS):
        if "/steps/" not in person.page.url:
            break
        if "passport/" in person.page.url:
            person.page.evaluate(
                "document.querySelectorAll('.aid').forEach(aid => aid.open = true)"
            )
            person.look()  # with the help of every field
            person.press("main form button.arrow")  # the day of issue is missing: it says so
        person.answer()
    person.answer()  # the page of review asks for the signature
    person.press("main form button.arrow")
    person.press("button[value=failed]")
    person.press("main form button.arrow")
    person.press("button[value=paid]")

    assert Application.objects.get().state == "issued"
    person.press("a[href*='receipt']")

    person.go("eta/status/")
    person.press("main form button.arrow")


def test_it_loses_nothing_to_wrong_lines_another_window_or_a_visit_that_is_over(
    browser: Browser, live_server: Any
) -> None:
    person = Applicant(browser, live_server.url, language="ar")
    person.go("eta/apply/")
    person.page.check("[name=who][value=minor]")
    person.press("main form button.arrow")
    number, pin = person.page.locator(".references dd bdi").all_inner_texts()
    person.go("eta/apply/passport-lines/")
    person.page.fill(
        "[name=lines]", ZONE.replace("ERIKSSON", "ER1KSSON").replace("C36IRL", "C37IRL")
    )
    person.press("main form button.arrow")
    person.go("eta/apply/steps/representative/")
    person.page.fill("[name=rep_surname]", "TREMBLAY")
    person.page.evaluate("document.querySelector('[name=version]').value = 0")
    person.press("main form button.arrow")
    assert "TREMBLAY" in person.page.content()
    person.press("main form button:not(.plain)")

    person.page.fill("[name=rep_given_names]", "LOUISE")
    person.page.context.clear_cookies(name="guichet_application")
    person.press("main form button.arrow")
    person.page.fill("[name=number]", number)
    person.page.fill("[name=pin]", pin)
    person.press("main form button.arrow")

    saved = Application.objects.get().answers
    assert (saved["rep_surname"], saved["rep_given_names"]) == ("TREMBLAY", "LOUISE")
