"""An officer works off mixed cases by keyboard alone; every press is counted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import numbers
from guichet.applications.changes import corrections
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.models import Application, OfficerTask
from guichet.applications.testing import NETWORK, make_listed, make_paid
from guichet.casework.notes import actions as notes
from guichet.kernel import clock
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY, PICTURES
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
WORDS = "The court of Cork convicted you."


class Typist(Officer):
    """An officer who never touches a mouse."""

    presses = 0

    def key(self, key: str, times: int = 1) -> None:
        """Press a key that stays on the page."""
        for _ in range(times):
            self.page.keyboard.press(key)
        self.presses += times

    def lead(self, key: str) -> None:
        """Press a key that leads to another page, and look at that."""
        with self.page.expect_navigation():
            self.key(key)
        self.look()

    def tab_to(self, selector: str) -> None:
        for _ in range(80):
            if self.page.evaluate("css => document.activeElement.matches(css)", selector):
                return
            self.key("Tab")
        raise AssertionError(selector)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.key("Escape")

    def picture(self, name: str) -> None:
        if PICTURES:
            path = Path(PICTURES) / f"keys-{name}-{self.language}.png"
            self.page.screenshot(path=str(path))

    def first_row(self) -> None:
        self.key("j")
        self.lead("Enter")

    @property
    def place(self) -> str:
        """Return the number that the page is about."""
        return self.page.url.split("#", maxsplit=1)[0].rstrip("/").rpartition("/")[2]


def approve(officer: Typist) -> None:
    officer.lead("a")
    officer.lead("n")


def correct(officer: Typist) -> None:
    officer.lead("m")
    officer.lead("n")


def ask(officer: Typist) -> None:
    officer.lead("i")
    officer.key("f")
    officer.key(" ")
    officer.lead("s")
    officer.lead("n")


def refuse(officer: Typist) -> None:
    officer.lead("r")
    officer.key("f")
    officer.key("ArrowDown")
    officer.tab_to("[name=facts_1]")
    officer.key(" ")
    officer.tab_to("[name=words]")
    officer.type(WORDS)
    officer.lead("s")
    assert WORDS in officer.page.content()
    officer.lead("n")


def answer(officer: Typist) -> None:
    officer.key("f")
    officer.tab_to("textarea")
    officer.type("We look at it.")
    officer.lead("s")
    officer.lead("y")


def read(officer: Typist) -> None:
    officer.lead("x")


def fill(account: int) -> dict[str, Callable[[Typist], None]]:
    """Make cases of every kind; return what is to be done with each, by its number."""
    now = clock.now()
    deeds: dict[str, Callable[[Typist], None]] = {}
    for number, deed in enumerate([approve, ask, refuse, approve]):
        deeds[make_listed(number, now=now).number] = deed
    corrected, about = make_paid(7, now=now), make_paid(8, now=now)
    corrections.correct(corrected.pk, {"home_city": "Cork"}, now=now)
    deeds[corrected.number] = correct
    colleague = make_staff("deciding_officer", name="amelie").pk
    notes.write(about, "Look.", colleagues=[account], once="once", officer=colleague, now=now)
    deeds[about.number] = read
    question = EnquiryQuestion(kind="other", language="en", words="?", reply_to="a@example.org")
    deeds[enquiries.ask(question, network=NETWORK, now=now).number] = answer
    return deeds


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_works_off_mixed_cases_by_keyboard_alone(
    browser: Browser, live_server: Any, language: str
) -> None:
    account = make_staff("deciding_officer", name="claire")
    deeds = fill(account.pk)
    officer = Typist(browser, live_server.url, account, language=language)
    officer.page.set_viewport_size({"width": 1366, "height": 768})
    officer.go("cases/")
    officer.key("?")
    officer.look()
    officer.picture("list-help")
    officer.key("?")
    officer.key("j")
    officer.key("x")
    assert officer.page.locator("[name=task]:checked").count() == 1
    officer.lead("t")
    assert OfficerTask.objects.filter(officer=account).count() == 2  # a mention is theirs already
    officer.picture("list-row")
    officer.lead("o")  # the row that was worked on has the focus again
    count = 0
    while OfficerTask.objects.filter(done_at=None).exists():
        deed = deeds.get(officer.place)
        if deed is None:
            if not officer.page.url.endswith("/staff/cases/"):
                officer.lead("g")
            officer.first_row()
            continue
        if not count:
            officer.picture("file")
            officer.page.set_viewport_size({"width": 400, "height": 800})
            officer.look()
            officer.picture("file-400")
            officer.key("?")
            officer.picture("help-400")
            officer.key("?")
            officer.page.set_viewport_size({"width": 1366, "height": 768})
        before = officer.presses
        deed(officer)
        if deed in (approve, correct):
            assert officer.presses - before == 2
        if deed is read:
            officer.lead("g")
        count += 1
        assert count <= len(deeds)
    assert count == len(deeds)
    states = Application.objects.values_list("state", flat=True)
    assert sorted(states) == ["info_requested", "issued", "issued", "issued", "issued", "refused"]


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
