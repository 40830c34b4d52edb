"""The questions and every answer of the eligibility table in a real browser, phone-sized.

What each row answers, and that it asks no more than it needs, is walked without a browser in
`guichet.eligibility.tests.test_rows_walked`; here it is seen that all of it fits.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.eligibility.programme import plain
from guichet.eligibility.tests.rows import NOW, WALKS
from guichet.eligibility.tests.test_rows_walked import Asked
from guichet.kernel import clock
from tests.journeys.people import ETA_LANGUAGES, JOURNEY, Person, turns

pytestmark = JOURNEY
# Whose answers lead through every question that is ever asked.
ROWS = {"en": 18, "fr": 19, "ar": 13}
SELECTED = turns(WALKS, ETA_LANGUAGES)


class Asking(Person):
    """Somebody who answers the questions."""

    @property
    def step(self) -> str:
        """Return the question that the page asks; nothing where an answer is shown."""
        field = self.page.locator("#answer [name=step]")
        return str(field.input_value()) if field.count() else ""

    def answer(self, value: str) -> None:
        """Answer the question on the page."""
        if self.step == "nationalities":
            self.page.select_option("select[name=nationalities]", value)
        else:
            self.page.check(f".choice input[value='{value}']")
        self.press("#answer button.arrow")


@pytest.mark.parametrize("language", ETA_LANGUAGES)
def test_it_shows_every_question_and_every_answer(
    browser: Browser, live_server: Any, monkeypatch: Any, language: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    person = Asking(browser, live_server.url, language=language)
    person.go("eta/")
    person.press("main a[href$='/eta/need/']")
    walk = next(walk for walk in WALKS if walk.row == ROWS[language])
    for step, value in walk.answers.items():
        assert person.step == step
        person.answer(value)
    assert person.page.locator("h1").inner_text() == plain(f"answer.{walk.answer}", language)
    for walk in (walk for walk, code in SELECTED if code == language):
        person.name = f"row-{walk.row:02}"
        person.page.goto(person.site + Asked(walk, language).address)
        person.look()
        assert person.page.locator("h1").inner_text() == plain(f"answer.{walk.answer}", language)


def test_it_leaves_no_question_out() -> None:
    walks = {walk.row: set(walk.answers) for walk in WALKS}
    assert set().union(*(walks[row] for row in ROWS.values())) == set().union(*walks.values())
