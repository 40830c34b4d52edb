"""The pages people use most have no barriers, in the agency's colors and without any."""

import os
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.booking.testing import make_open_slot
from guichet.kernel import clock
from guichet.web.addresses.paths import address
from tests.journeys.axe import violations
from tests.journeys.people import JOURNEY

pytestmark = JOURNEY
PICTURES = os.environ.get("PICTURES", "")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_has_no_barriers(browser: Browser, live_server: Any, language: str) -> None:
    slot = make_open_slot(starts_at=clock.now() + timedelta(days=7))
    paths = [address(name, language) for name in ("guidance:home", "booking:manage", "web:contact")]
    paths += [address("booking:times", language, office=slot.office_id, service=slot.service_id)]
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for path in paths:
        page.goto(live_server.url + path)
        look(page, f"{language}-{path.strip('/').replace('/', '-')}")
    page.locator(f"button[formaction*='/slots/{slot.pk}/hold/']").first.click()
    page.wait_for_url("**/details/")
    look(page, f"{language}-details")
    page.close()


def look(page: Any, name: str) -> None:
    """Ask axe, then show the page without colors of its own and as it is printed."""
    assert violations(page) == []
    for kind, media in (("forced", {"forced_colors": "active"}), ("print", {"media": "print"})):
        page.emulate_media(**media)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, (name, kind)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{kind}.png", full_page=True)
        page.emulate_media(media="screen", forced_colors="none")
