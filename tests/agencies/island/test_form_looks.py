"""The island's form in a browser, in Japanese on a narrow phone: walked to the end, and read."""

from typing import Any

from playwright.sync_api import Browser

from guichet.applications.models import Application
from tests.agencies.island.people import TRAVELER, names_others
from tests.journeys.people import ANNA, JOURNEY, ZONE, Applicant

pytestmark = JOURNEY
MOST_STEPS = 25
OWN = {
    **{key: ANNA[key] for key in ("given_names", "birth_date", "expiry_date", "signature")},
    **dict.fromkeys(("surname", "passport_number"), ""),  # which the lines of the passport say
    "stay_purpose": "family",
    "letter_language": "ja",
}


def test_somebody_applies_in_japanese(browser: Browser, live_server: Any) -> None:
    person = Applicant(browser, live_server.url, language="ja")
    person.answers = {**TRAVELER, **OWN}
    person.go("eta/apply/")
    person.page.check("[name=who][value=self]")
    person.press("main form button.arrow")
    person.press("main a.button.arrow")
    person.page.fill("[name=lines]", ZONE)
    person.press("main form button.arrow")
    person.press("main a.button.arrow")
    for _ in range(MOST_STEPS):
        assert names_others(person.page.content()) == []
        if "/steps/" not in person.page.url:
            break
        person.answer()
    person.answer()  # the page of review asks for the signature
    person.press("main form button.arrow")
    assert names_others(person.page.content()) == []
    person.press("button[value=paid]")
    assert names_others(person.page.content()) == []
    application = Application.objects.get()
    assert (application.state, application.answers["stay_purpose"]) == ("issued", "family")
