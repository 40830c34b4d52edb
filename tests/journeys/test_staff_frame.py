"""The frame of the staff pages: one line on a phone, nothing of it on paper, and high contrast."""

from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from guichet.applications import worklist
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.testing import NETWORK, make_listed
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.staff.frame.words import zone
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
HEAD = "document.querySelector('header.top').getBoundingClientRect().height"
PAGES = ("", "account/", "cases/", "cases/work/", "enquiries/", "calls/", "sources/", "relisting/")
# What stands on each page, in its language, and never on paper.
FOOT = {"en": "Staff pages, ", "fr": "Pages du personnel, "}
NEVER_PRINTED = {"en": ("Sign out", "Menu", "My account"), "fr": ("Se déconnecter", "Menu")}


def officer(browser: Browser, site: Any, *, language: str, width: int) -> Officer:
    """Return somebody who decides and audits, at a screen of a width."""
    account = make_staff("deciding_officer", "auditor", name="claire")
    claire = Officer(browser, site.url, account, language=language)
    claire.page.set_viewport_size({"width": width, "height": 700})
    return claire


@pytest.mark.parametrize(
    ("language", "width"),
    usual(("fr", 320), of=[("en", 320), ("fr", 320), ("en", 400), ("fr", 400)]),
)
def test_the_head_is_one_line_on_a_phone_and_opens(
    browser: Browser, live_server: Any, language: str, width: int
) -> None:
    case = make_listed(now=clock.now())
    claire = officer(browser, live_server, language=language, width=width)
    for path in (*PAGES, f"cases/{case.number}/", f"cases/{case.number}/ask/"):
        claire.go(path)
        assert claire.page.evaluate(HEAD) <= 64, path
    claire.page.keyboard.press("Tab")  # past the link to the contents, and the name
    claire.page.locator(".staff-fold summary").press("Enter")
    claire.look()
    for selector in (".staff-menu a", ".staff-tongues button", ".staff-who button"):
        assert claire.page.locator(selector).first.is_visible(), selector
    claire.press(".staff-menu a[href='/staff/cases/']")
    assert claire.page.url.endswith("/staff/cases/")
    claire.page.set_viewport_size({"width": 1366, "height": 768})
    assert not claire.page.locator(".staff-fold").is_visible()
    assert claire.page.locator(".staff-menu a").first.is_visible()


def text_of(pdf: bytes) -> list[str]:
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("language", usual("fr", of=["en", "fr"]))
def test_on_paper_stand_whole_tables_and_who_printed_them(
    browser: Browser, live_server: Any, language: str
) -> None:
    cases = [make_listed(number, now=clock.now()) for number in range(1, 31)]
    question = EnquiryQuestion(kind="other", language="en", words="?", reply_to="a@example.org")
    number = enquiries.ask(question, network=NETWORK, now=clock.now()).number
    claire = officer(browser, live_server, language=language, width=1366)
    claire.page.emulate_media(media="print")
    for path in ("cases/", "cases/work/", "enquiries/", "audit/", f"cases/{cases[0].number}/"):
        claire.page.goto(f"{live_server.url}/staff/{path}")
        wide = claire.page.evaluate(
            "[...document.querySelectorAll('main table')]"
            ".some(table => table.scrollWidth > table.parentElement.clientWidth + 1)"
        )
        assert not wide, path
        sheets = text_of(claire.page.pdf(prefer_css_page_size=True))
        whole = " ".join(sheets)
        assert sheets[-1].partition(FOOT[language])[0].strip(), "the last sheet is more than a foot"
        assert "claire" in sheets[-1] and zone(clock.now(), language) in sheets[-1], path
        assert not [word for word in NEVER_PRINTED[language] if word in whole], path
        if path == "cases/":
            assert all(f"OBRIEN {letter}" in whole for letter in ("B", "CA", "DA"))
            assert len(sheets) < 4, "a row is a line"
            assert claire.page.locator(".queue thead").is_visible()
        if path == "enquiries/":
            assert number[1:4] in whole
    worklist.end_tasks(cases[0], now=clock.now())
    claire.page.reload()
    assert not claire.page.locator(".case > aside").is_visible(), "a frame without anything in it"
    of_case = enquiries.ask(question, application=cases[1].pk, network=NETWORK, now=clock.now())
    claire.page.emulate_media(media="screen")
    claire.page.set_viewport_size({"width": 320, "height": 640})
    claire.page.goto(f"{live_server.url}/staff/enquiries/{of_case.number}/")
    assert claire.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_what_is_chosen_is_seen_in_high_contrast(browser: Browser, live_server: Any) -> None:
    make_listed(now=clock.now())
    claire = officer(browser, live_server, language="en", width=1366)
    claire.page.emulate_media(forced_colors="active")
    claire.go("cases/")
    for selector in (".staff-menu [aria-current]", ".filters [aria-current]"):
        style = claire.page.locator(selector).first.evaluate(
            "at => [getComputedStyle(at).textDecorationLine, getComputedStyle(at).outlineStyle]"
        )
        assert style != ["none", "none"], selector
