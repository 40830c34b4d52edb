"""Every page on the narrowest screen: 320 px, which is 1280 px at 400 %.

In the languages with the longest words, from right to left, and without spaces: nothing is wider
than the screen. Axe, which the other journeys ask in every script, judges these pages in German and
French; `make test-deep` asks it in each language, and walks both kinds of pages in each script. The
other journeys are made in one language each, or in all of them by `make test-deep`.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import testing as worlds
from guichet.applications.form.answers import form
from guichet.applications.testing import DECLARES
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.offices.models import Office
from tests.journeys.people import GO_ON, JOURNEY, Applicant, represented
from tests.test_forms_everywhere import addresses

pytestmark = JOURNEY
NARROW = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
SECTIONS = [section.key for section in form().sections if section.key != "consent"]
# Files, and what a browser without script comes to, which moves on by itself.
NOT_SHOWN = (".ics", ".pdf", ".atom", "/finish/still-there/")
BEHALF = {"on_behalf": "yes", "for_minor": "no"}
BRAZIL = {
    "issuer": "BRA",
    "nationality": "BRA",
    "trv_in_last_10_years": "no",
    "us_visa": "yes",
    "us_visa_number": "K1234567",
    "us_visa_expiry": "2030-05-01",
    "travel_known": "yes",
    "travel_date": "2028-05-01",
    "travel_time": "14:30",
    "travel_time_zone": "America/Sao_Paulo",
    "applied_before": "yes",
    "refused": "yes",
    "refused_details": "Lima, 2011: a visa was refused.",
    "tb_contact": "yes",
}


# On the pages of the form, and on those of an application that was handed in.
FITTED = usual("de", "ar", of=["de", "ar", "ja"])
OPENED = usual("fr", "zh-Hans", of=["fr", "ar", "zh-Hans"])
JUDGED = {*usual("de", of=FITTED), *usual("fr", of=OPENED)}


class Narrow(Applicant):
    """Somebody who has magnified the page four times."""

    def __init__(self, browser: Browser, site: str, *, language: str) -> None:
        super().__init__(browser, site, language=language)
        self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        self.asks_axe = language in JUDGED

    def open_all(self) -> None:
        """Open every help, and look."""
        self.page.evaluate(
            "document.querySelectorAll('main details').forEach(one => one.open = true)"
        )
        self.look()


@pytest.mark.parametrize("language", FITTED)
def test_it_fits_the_narrowest_screen(browser: Browser, live_server: Any, language: str) -> None:
    answers: dict[str, Any] = {
        **BEHALF,
        **represented("cicc_member"),
        **BRAZIL,
        **DECLARES,
        "surname": "W" * 60,
    }
    person = Narrow(browser, live_server.url, language=language)
    person.open(worlds.make_draft(now=clock.now(), **answers).application)
    for page in ("number", "passport-lines", *(f"steps/{key}" for key in SECTIONS), "review"):
        person.page.goto(f"{person.site}/{language}/eta/apply/{page}/")
        assert page in person.page.url, f"{page} led to {person.page.url}"
        person.open_all()
    for key in SECTIONS[1:] if language != "ja" else []:  # with everything wrong that can be
        person.page.goto(f"{person.site}/{language}/eta/apply/steps/{key}/")
        person.page.evaluate(
            "document.querySelectorAll('main input[type=text]').forEach(one => one.value = '?')"
        )
        person.page.locator(GO_ON).first.click()
        person.page.wait_for_load_state()
        person.open_all()


@pytest.mark.parametrize("language", OPENED)
def test_every_page_of_an_open_application_fits_it(
    browser: Browser, live_server: Any, office: Office, language: str
) -> None:
    person = Narrow(browser, live_server.url, language=language)
    person.open(worlds.make_asked(now=clock.now()))
    addresses_shown = {person.page.url}
    for address in addresses():
        if address.endswith(NOT_SHOWN):
            continue
        response = person.page.request.get(
            person.site + address.replace("/en/", f"/{language}/", 1), timeout=60_000
        )
        assert response.status < 500, address
        if response.status == 405 or response.url in addresses_shown:  # a button's, or shown before
            continue
        addresses_shown.add(response.url)
        person.page.goto(response.url)
        person.look()
    assert len(addresses_shown) > 25, sorted(addresses_shown)
