"""What a page asks back about people: which number, which address, how much of a birth."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.kernel.testing import usual
from guichet.offices.models import Jurisdiction, Office
from tests.journeys.people import APPOINTMENT_LANGUAGES, JOURNEY, Person

pytestmark = JOURNEY
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", usual("ar", of=APPOINTMENT_LANGUAGES))
def test_it_asks_back_three_times_and_loses_nothing(
    browser: Browser, live_server: Any, office: Office, language: str, script: bool
) -> None:
    Office.objects.update(country="IT", subdivision="")
    Jurisdiction.objects.create(country="FR", office=office, overridden=False)
    person = Person(browser, live_server.url, language=language, script=script)
    person.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    person.go("appointments/offices/TST/case_question/?country=FR")
    person.press("button[formaction*='/hold/']")
    person.fill(name="Ada Lovelace", date_of_birth_year="1980", phone="06 12 34 56 78 poste 12")
    person.page.locator("details.fold summary").click()
    person.fill(email="ada@gmial.com")
    person.press("form#client .actions button")

    page = person.page
    assert page.locator(".error").count() == 3
    assert page.input_value("[name=phone]") == "06 12 34 56 78 poste 12"
    page.locator("[name=date_of_birth_partly]").check()
    page.locator("[name=phone_meant]").first.check()
    page.locator("[name=email_meant]").first.check()
    person.press("form#client .actions button")

    assert page.url.endswith("/review/")
    facts = page.locator("dl.facts").inner_text()
    for word in ("1980", "+33 6 12 34 56 78 ext. 12", "ada@gmail.com"):
        assert word in facts
