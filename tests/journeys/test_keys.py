"""The keys of the officers' pages: where they work, where they do not, and where they lead."""

from typing import Any

from playwright.sync_api import Browser

from guichet.applications import numbers
from guichet.applications.models import OfficerTask
from guichet.applications.testing import make_listed
from guichet.kernel import clock
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY
from tests.journeys.typist import ROW, Typist

pytestmark = JOURNEY


def test_it_works_on_rows_and_comes_back_to_them(browser: Browser, live_server: Any) -> None:
    for number in range(3):
        make_listed(number, now=clock.now())
    account = make_staff("deciding_officer", name="claire")
    officer = Typist(browser, live_server.url, account, language="fr")
    officer.asks_axe = True
    officer.go("cases/")
    officer.key("?")
    officer.look()
    officer.picture("list-help")
    officer.key("?")
    officer.tab_to(".skip[href='#tasks']")
    officer.key("Enter")
    assert officer.page.evaluate("() => document.activeElement.id") == "tasks"
    officer.key("j", 2)
    officer.key("x")
    assert officer.page.locator("[name=task]:checked").count() == 1
    officer.lead("t")
    assert OfficerTask.objects.filter(officer=account).count() == 1
    assert officer.page.evaluate(ROW) == 1, "the row that was worked on has the focus again"
    officer.picture("list-row")
    officer.lead("o")
    officer.picture("file")
    officer.page.keyboard.press("Shift+Digit2")
    assert officer.page.url.endswith("#answers")
    officer.lead("g")
    assert officer.page.evaluate(ROW) == 1


def test_keys_are_left_alone_where_somebody_types_and_can_be_switched_off(
    browser: Browser, live_server: Any
) -> None:
    case = make_listed(now=clock.now())
    officer = Typist(
        browser, live_server.url, make_staff("deciding_officer", name="claire"), language="en"
    )
    page = officer.page
    officer.go(f"cases/{case.number}/")
    address = page.url
    for key in ("Control+a", "Alt+a", "Meta+a"):
        officer.key(key)
    assert page.url == address
    officer.lead("w")
    officer.key("f")
    page.keyboard.type("age? g, j; not sent")
    assert page.input_value("textarea") == "age? g, j; not sent"
    assert page.url.endswith("/note/")
    officer.key("Escape")
    officer.lead("g")
    assert page.locator(".deeds kbd").count() > 1
    officer.key("?")
    page.locator("[data-keys] input").focus()
    officer.key(" ")
    officer.key("Escape")
    assert page.locator("[data-key] > kbd").count() == 0
    officer.key("a")
    officer.key("?")
    assert page.url == address
    assert not page.locator("[data-keys]").is_visible()
    page.reload()
    assert page.locator("[data-key] > kbd").count() == 0, "the browser remembers it"
    page.locator("[data-keys-open]").press("Enter")  # the way back needs none of the keys
    page.locator("[data-keys] input").press(" ")
    officer.key("Escape")
    officer.lead("a")
    assert numbers.for_people(case.number) in page.content()
