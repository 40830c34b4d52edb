"""An officer reads papers in the file, and sees a colleague come, act and go."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from guichet.applications.decisions import requests
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.models import Application
from guichet.applications.papers.tests import files
from guichet.applications.testing import make_asked
from guichet.casework.presence import actions as presence
from guichet.casework.testing import add_paper
from guichet.casework.tests.test_enquiries import ask
from guichet.casework.worklist import actions as worklist
from guichet.casework.worklist.actions import SeenTask
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY, PICTURES
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 400, "height": 800}
# Whether an element lies wholly in what is seen of the page.
IN_VIEW = """element => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


class Reader(Officer):
    """An officer with a mouse and a keyboard."""

    def key(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)

    def picture(self, name: str) -> None:
        if PICTURES:
            self.page.screenshot(path=str(Path(PICTURES) / f"{name}-{self.language}.png"))


def with_papers() -> Application:
    application, now = make_asked(now=clock.now()), clock.now()
    request = application.requests.get().pk
    photo = files.photo(size=(1200, 900))
    add_paper(application, request, "court.pdf", content=files.pdf(3), pages=3, now=now)
    add_paper(application, request, "stamp.jpg", content=photo, kind="jpeg", now=now)
    requests.answer_request(application.pk, request, "Here they are.", now=now)
    return application


@pytest.mark.parametrize("language", usual("fr", of=["en", "fr"]))
def test_papers_are_read_beside_their_question(
    browser: Browser, live_server: Any, language: str
) -> None:
    application = with_papers()
    officer = Reader(browser, live_server.url, make_staff("deciding_officer"), language=language)
    page = officer.page
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    officer.go(f"cases/{application.number}/")
    assert page.locator(".case > aside").evaluate(IN_VIEW), "what can be done is seen whole"
    officer.picture("file-top")
    page.evaluate("window.stays = true")
    _open_the_first(officer)
    _go_on_by_keys(officer)
    officer.key("?")
    assert page.locator("[data-offered] kbd", has_text="+").count() == 1
    officer.key("?")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.locator(".viewer").scroll_into_view_if_needed()
    officer.look()
    officer.picture("file-paper-400")
    assert page.evaluate("window.stays"), "the file was never left"
    page.reload()
    _shows(officer, _leaf(1, 150))
    officer.key("0")
    expect(page.locator(".viewer")).to_have_count(0)


def _open_the_first(officer: Reader) -> None:
    officer.page.locator("a[data-paper]").first.click()
    expect(officer.page.locator("[data-of=place]")).to_contain_text("1")
    _shows(officer, _leaf(1, 100))
    officer.look()
    officer.picture("file-paper")


def _go_on_by_keys(officer: Reader) -> None:
    """Turn, widen, go to the next paper and to a page by its number."""
    page = officer.page
    officer.key("j")
    _shows(officer, _leaf(2, 100))
    officer.key("+")
    _shows(officer, _leaf(2, 150))
    wide = page.locator(".viewer-page").evaluate("frame => frame.scrollWidth / frame.clientWidth")
    assert wide == pytest.approx(1.5, abs=0.02)
    officer.key("j", times=2)
    _shows(officer, _leaf(1, 150))
    expect(page.locator("[data-of=name]")).to_have_text("stamp.jpg")
    officer.key("k")
    page.fill("#paper-page", "1")
    page.locator("#paper-page").press("Enter")
    _shows(officer, _leaf(1, 150))
    officer.key("Escape")


def _shows(officer: Reader, leaf: Any) -> None:
    expect(officer.page.locator(".viewer img")).to_have_attribute("src", leaf)


def _leaf(page: int, zoom: int) -> Any:
    return re.compile(rf"/papers/\d+/pages/{page}/{zoom}/$")


def test_a_colleague_who_comes_acts_and_goes_is_told_by_itself(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "EVERY", 0.3)
    application = with_papers()
    amelie, ottilie = (
        Reader(
            browser, live_server.url, make_staff("deciding_officer", name=name), language=language
        )
        for name, language in (("amelie", "en"), ("ottilie", "fr"))
    )
    amelie.go(f"cases/{application.number}/refuse/")
    amelie.page.fill("[name=words]", "The court of Cork convicted you.")
    amelie.page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    amelie.page.locator(".deed-papers summary").click()
    amelie.page.locator("[data-paper]").first.click()
    expect(amelie.page.locator(".viewer img")).to_have_attribute("src", _leaf(1, 100))
    amelie.look()
    amelie.picture("deed-paper")
    banner = amelie.page.locator("[data-presence]")
    expect(banner).not_to_contain_text("ottilie")
    ottilie.go(f"cases/{application.number}/")
    expect(ottilie.page.locator("[data-presence]")).to_contain_text("amelie est dans ce dossier")
    expect(banner).to_contain_text("ottilie is in this file now")
    requests.offer_information(application.pk, "I was acquitted.", now=clock.now())
    expect(banner).to_contain_text("added information unasked")
    amelie.look()
    assert banner.evaluate(IN_VIEW)
    ottilie.page.goto(f"{ottilie.site}/staff/cases/")
    expect(banner).not_to_contain_text("ottilie is in")
    expect(banner).to_contain_text("added information unasked")
    assert amelie.page.input_value("[name=words]") == "The court of Cork convicted you."


TOLD = {
    "en": ("is in this file now", "took this question at", "answered this question at"),
    "fr": ("est dans ce dossier", "a pris cette question à", "a répondu à cette question à"),
}


@pytest.mark.parametrize("language", ["en", "fr"] if PICTURES else ["en"])
def test_who_writes_an_answer_hears_once_that_a_colleague_takes_and_sends_one(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(presence, "EVERY", 0.3)
    question, site = ask(with_papers()), live_server.url
    amelie, ottilie = (
        Reader(browser, site, make_staff("deciding_officer", name=name), language=language)
        for name in ("amelie", "ottilie")
    )
    amelie.page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    amelie.go(f"enquiries/{question.number}/")
    amelie.page.fill("[name=answer]", "Yes, you may change it.")
    banner = amelie.page.locator("[data-presence]")
    ottilie.go(f"enquiries/{question.number}/")
    is_here, takes, answers = TOLD[language]
    expect(banner).to_contain_text(is_here)
    banner.locator("p").first.evaluate("line => { line.dataset.stays = 'yes' }")
    task, officer = question.tasks.get(), ottilie.account.pk
    row = SeenTask(task.pk, 0)
    worklist.take(row, officer=officer, deciding=(officer,), now=clock.now())
    expect(banner).to_contain_text(takes)
    amelie.picture("question-taken")
    enquiries.answer(question.pk, "No.", officer=officer, now=clock.now())
    expect(banner).to_contain_text(answers)
    expect(banner).not_to_contain_text(takes)
    assert banner.locator("[data-stays]").count() == 1, "what stands there is not said again"
    amelie.look()
    amelie.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    amelie.look()
    amelie.picture("question-answered-400")
    amelie.page.locator("form#answer button.arrow").click()
    expect(amelie.page.locator("main")).to_contain_text("Yes, you may change it.")
    amelie.look()
    amelie.picture("question-too-late-400")
