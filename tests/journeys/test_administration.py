"""The administration in a browser: on every page axe, width, focus that is seen, and no script."""

from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.kernel.testing import usual
from guichet.operations.tests.test_administration import USERS, world
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
SIZES = {320: {"width": 320, "height": 568}, 1366: {"width": 1366, "height": 768}}
# Where the keyboard is must be seen: an outline, or a shadow, or a border of its own.
SEEN = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return [at === document.body, style.outlineStyle !== "none" || style.boxShadow !== "none",
    at.outerHTML.slice(0, 120)];
}"""
EVERY = list(product(["en", "fr"], SIZES, ["light", "dark"]))


def administrator(browser: Browser, site: Any, *, language: str, width: int) -> Officer:
    """Return somebody who administers, at a screen of a width."""
    account = make_staff("administrator", name="ada")
    ada = Officer(browser, site.url, account, language=language)
    ada.page.set_viewport_size(SIZES[width])  # type: ignore[arg-type]
    return ada


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    usual(("fr", 320, "light"), ("en", 1366, "dark"), of=EVERY),
)
def test_every_page_fits_and_axe_finds_nothing(
    browser: Browser, live_server: Any, language: str, width: int, scheme: str
) -> None:
    ada = administrator(browser, live_server, language=language, width=width)
    ada.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    errors: list[str] = []
    ada.page.on("console", lambda message: errors.append(message.text))
    for path in world():
        answer = ada.page.goto(live_server.url + path)
        assert answer and answer.status == 200, path
        ada.look()
    ada.page.goto(live_server.url + USERS + "add/")
    ada.press(".actions [name=_save]")  # nothing typed
    assert ada.page.locator(".errorlist").count() == 1
    ada.page.goto(live_server.url + "/admin/offices/closure/")
    ada.page.check("[name=_selected_action]")
    ada.page.select_option("[name=action]", "delete_selected")
    ada.press(".run button")
    ada.press("main form .danger")
    assert ada.page.locator(".callout[role=status]").count() == 1
    assert [error for error in errors if "Content Security Policy" in error] == []


def test_the_keyboard_reaches_all_of_a_form_and_is_seen(browser: Browser, live_server: Any) -> None:
    ada = administrator(browser, live_server, language="en", width=1366)
    path = next(path for path in world() if path.endswith("/TST/change/"))
    ada.page.goto(live_server.url + path)
    controls = ada.page.locator("main :is(a, button, input:not([type=hidden]), select, summary)")
    count = controls.evaluate_all("all => all.filter(one => one.checkVisibility()).length")
    steps = 0
    ada.page.locator("#main").focus()
    for _ in range(count * 3):  # a field for a time has three places
        ada.page.keyboard.press("Tab")
        is_over, is_seen, what = ada.page.evaluate(SEEN)
        if is_over:
            break
        steps += 1
        assert is_seen, what
    assert steps >= count
