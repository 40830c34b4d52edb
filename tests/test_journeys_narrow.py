"""The pages of the form on the narrowest screen: 320 px, which is 1280 px at 400 %.

In the languages with the longest words, from right to left, and without spaces.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import testing as worlds
from guichet.applications.form.answers import form
from guichet.applications.testing import DECLARES
from guichet.kernel import clock
from tests.test_journeys import browser, pytestmark
from tests.test_journeys_applicants import represented
from tests.test_journeys_changes import Owner
from tests.test_journeys_eta import PICTURES

__all__ = ["browser", "pytestmark"]
NARROW = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
SECTIONS = [section.key for section in form().sections if section.key != "consent"]
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


class Narrow(Owner):
    """Somebody who has magnified the page four times."""

    def open_all(self) -> None:
        """Open every help, and look."""
        self.page.evaluate(
            "document.querySelectorAll('main details').forEach(one => one.open = true)"
        )
        if PICTURES:
            self.shots += 1
            path = f"{PICTURES}/narrow-{self.language}-{self.shots:02}.png"
            self.page.screenshot(path=path, full_page=True)
        self.look()


@pytest.mark.parametrize("language", ["de", "ar", "ja"])
def test_it_fits_the_narrowest_screen(browser: Browser, live_server: Any, language: str) -> None:
    answers: dict[str, Any] = {
        **BEHALF,
        **represented("cicc_member"),
        **BRAZIL,
        **DECLARES,
        "surname": "W" * 60,
    }
    person = Narrow(browser, live_server.url, language=language)
    person.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    person.open(worlds.make_draft(now=clock.now(), **answers).application)
    for page in ("number", "passport-lines", *(f"steps/{key}" for key in SECTIONS), "review"):
        person.go(f"eta/apply/{page}/")
        assert page in person.page.url, f"{page} led to {person.page.url}"
        person.open_all()
    for key in SECTIONS[1:] if language != "ja" else []:  # with everything wrong that can be
        person.go(f"eta/apply/steps/{key}/")
        person.page.evaluate(
            "document.querySelectorAll('main input[type=text]').forEach(one => one.value = '?')"
        )
        person.press("main form button.arrow")
        person.open_all()
    person.page.context.close()
