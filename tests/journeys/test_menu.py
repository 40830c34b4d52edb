"""The language menu is on the screen, whatever the width, the language and the magnification."""

from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from guichet.kernel.testing import usual
from guichet.web.languages import ALL
from tests.journeys.people import JOURNEY, contexts

pytestmark = JOURNEY
SIZES = [(320, 256), (360, 640), (768, 1024)]
WIDTHS = [320, 344, 360, 700, 768, 1024, *range(380, 1301, 92)]
# How many entries of the list lie beside the screen, or below what can be scrolled to.
OUTSIDE = """() => {
  const page = document.documentElement;
  const box = (item) => item.getBoundingClientRect();
  return [...document.querySelectorAll(".menu li > *")].filter((item) =>
    box(item).left < 0 || box(item).right > innerWidth || !box(item).width
    || box(item).bottom + scrollY > page.scrollHeight).length + (page.scrollWidth > innerWidth);
}"""
# Whether what has the focus is what one sees where it stands.
SEEN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return document.activeElement.contains(seen) && box.left >= 0 && box.right <= innerWidth;
}"""


def page_at(browser: Browser, address: str, *, script: bool = False) -> Page:
    """Return a page whose menu is open."""
    site = "/".join(address.split("/")[:3])
    page = contexts.lend(browser, site, language="en", script=script).new_page()
    page.goto(address)
    page.locator(".menu summary").click()
    return page


@pytest.mark.parametrize("language", usual("en", "ar", "ko", "ru", "vi", "zh-Hans", of=ALL))
def test_it_shows_every_language_at_every_width(
    browser: Browser, live_server: Any, language: str
) -> None:
    page = page_at(browser, f"{live_server.url}/{language}/appointments/manage/")

    outside = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640})
        outside[width] = page.evaluate(OUTSIDE)

    assert page.locator(".menu li > *").count() == len(ALL)
    assert not any(outside.values()), outside


@pytest.mark.parametrize(
    ("language", "size"),
    usual(
        *zip(("ar", "ht", "pt", "vi", "en"), (*SIZES, *SIZES[:2]), strict=True),
        of=list(product(["en", "pt", "ht", "ar", "vi"], SIZES)),
    ),
)
def test_it_lets_the_keyboard_reach_every_language(
    browser: Browser, live_server: Any, language: str, size: tuple[int, int]
) -> None:
    page = page_at(browser, f"{live_server.url}/{language}/", script=True)
    page.set_viewport_size({"width": size[0], "height": size[1]})

    for _entry in ALL:
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.textContent")

    with page.expect_navigation(url=f"**/{list(ALL)[-1]}/"):
        page.keyboard.press("Enter")
