"""The pages people use most have no barriers, in the agency's colors and without any."""

import os
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.web.addresses.paths import address
from tests.journeys.axe import violations
from tests.journeys.people import JOURNEY

pytestmark = JOURNEY
PICTURES = os.environ.get("PICTURES", "")
PAGES = (
    "guidance:home",
    "eligibility:need",
    "applications:apply",
    "applications:look_up",
    "web:contact",
)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_has_no_barriers(browser: Browser, live_server: Any, language: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for name in PAGES:
        page.goto(live_server.url + address(name, language))
        assert violations(page) == []
        look(page, f"{language}-{name.replace(':', '-')}")
    page.close()


def look(page: Any, name: str) -> None:
    """Show the page without colors of its own and as it is printed; nothing is cut off."""
    for kind, media in (("forced", {"forced_colors": "active"}), ("print", {"media": "print"})):
        page.emulate_media(**media)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, (name, kind)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{kind}.png", full_page=True)
        page.emulate_media(media="screen", forced_colors="none")
