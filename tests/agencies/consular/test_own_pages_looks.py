"""Own pages have no barriers, on a narrow screen, from right to left, and in another language."""

import os
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.axe import violations
from tests.journeys.people import JOURNEY

pytestmark = JOURNEY
PICTURES = os.environ.get("PICTURES", "")


@pytest.mark.parametrize(
    "path", ["fr/pages/imprint", "ar/pages/imprint", "fr/pages/decisions", "ar/pages/decisions"]
)
def test_it_has_no_barriers(browser: Browser, live_server: Any, path: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{live_server.url}/{path}/")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{path.replace('/', '-')}.png", full_page=True)
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320
    page.close()
