"""Every scenario, played to every outcome, on the web, on the telephone and in person.

`make test` plays what stands for the others; `make test-deep` plays all of them, in a language from
the left, from the right, without spaces, and the two of staff. With PICTURES (a folder) it takes a
picture of each outcome.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.guidance.scenarios import queries
from guichet.guidance.scenarios.rules import Place, paths
from guichet.guidance.scenarios.versions import Version
from guichet.guidance.testing import publish_shipped
from guichet.kernel import clock
from guichet.kernel.testing import IS_DEEP, usual
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY, PICTURES, Person
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
LANGUAGES = ("en", "fr", "ar", "ja")
NARROW, DESK = {"width": 320, "height": 640}, {"width": 1024, "height": 700}
# A private tree, one of the family of links, and one that any agent plays.
THESE = ("result", "routine_eta_general_phone", "lost_letter")
# Of the family, whose trees and words are the same, those that differ in programme and telephone;
# on the web in English all thirty.
FAMILY = "routine_"
OF_THE_FAMILY = ("routine_forms", "routine_eta_facts", "routine_customer_service_phone", THESE[1])
# A placeholder that was not filled, markup or a code that was shown as it is, an empty value.
RAW = re.compile(r"%\(|\{\{|&\w+;|\bNone\b(?! of)|\b[a-z]+_[a-z_]+\b|</?\w+>")
ADDRESS = re.compile(r"https?:|www\.|\S@\S")


class Playing:
    """What a walk through hundreds of pages notes of each, instead of ending at the first."""

    asks_axe = False
    oddities: list[str]

    def look(self: Any) -> None:
        """Check the page; its picture is taken at the outcome."""
        try:
            self.check()
        except AssertionError as oddity:
            self.oddities.append(str(oddity).partition("\n")[0])


class Client(Playing, Person):
    """Somebody on the narrowest screen."""


class Agent(Playing, Officer):
    """Somebody who says the words to others."""


def to_play(channel: str, language: str) -> list[Version]:
    """Return the scenarios of a channel that this run plays in a language."""
    publish_shipped()
    versions = [v for v in queries.scenarios(clock.now()) if channel in v.tree.channels]
    if not IS_DEEP:
        return [v for v in versions if v.name in THESE]
    if (channel, language) == ("web", "en"):
        return versions
    return [v for v in versions if not v.name.startswith(FAMILY) or v.name in OF_THE_FAMILY]


def picture(person: Person, channel: str, version: Version, way: Place) -> None:
    if PICTURES:
        name = f"{channel}-{person.language}-{version.name}-{'-'.join(way.answers)}.jpg"
        person.page.screenshot(path=Path(PICTURES) / name, type="jpeg", quality=60, full_page=True)


def faults_of(text: str, words: str) -> list[str]:
    """Return what is odd in what an outcome shows: its words are not there, or something raw is."""
    page, sentences = (" ".join(each.split()) for each in (text, words))
    lacks = [] if sentences in page else [f"it does not say: {sentences}"]
    return [*lacks, *RAW.findall(page)]


@pytest.mark.parametrize("language", usual("ar", of=LANGUAGES))
def test_each_is_played_on_the_web(browser: Browser, live_server: Any, language: str) -> None:
    person = Client(browser, live_server.url, language=language)
    person.oddities = []
    person.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wrong: list[tuple[str, tuple[str, ...], object]] = []
    actions: set[str] = set()
    for version in to_play("web", language):
        for way in paths(version.tree):
            _press(person, version, way)
            picture(person, "web", version, way)
            main = person.page.locator("main")
            words = str(version.say(f"{way.step}.say", "web", language))
            wrong += [(version.name, way.answers, f) for f in faults_of(main.inner_text(), words)]
            link = main.locator("a.button").first
            actions.add(str(link.get_attribute("href")))
    own = sorted(action for action in actions if action.startswith("/"))
    assert own
    for action in own:
        answer = person.page.goto(f"{live_server.url}{action}")
        if answer is None or answer.status != 200 or not person.page.locator("h1").count():
            wrong.append((action, (), answer and answer.status))
    assert (wrong, person.oddities) == ([], [])


def _press(person: Person, version: Version, way: Place) -> None:
    person.go(f"need-help/{version.name}/?step=1")
    title = str(version.say("title", "web", person.language))
    assert title in person.page.locator("main").inner_text()
    for step, code in zip(way.questions, way.answers, strict=True):
        words = str(version.say(f"{step}.{code}", "web", person.language))
        choices = person.page.locator("#choices .door")
        choices.filter(has_text=re.compile(rf"^\s*{re.escape(words)}\s*$")).first.click()
        person.page.wait_for_load_state()
        person.look()


@pytest.mark.parametrize(
    ("channel", "language"),
    usual(
        ("telephone", "ja"),
        of=[(channel, code) for channel in ("telephone", "in_person") for code in LANGUAGES],
    ),
)
def test_each_is_played_by_staff(
    browser: Browser, live_server: Any, channel: str, language: str
) -> None:
    writer = make_staff("policy_writer", name="zoe")
    officer = Agent(browser, live_server.url, writer, language="en")
    officer.oddities = []
    officer.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    wrong: list[tuple[str, tuple[str, ...], object]] = []
    for version in to_play(channel, language):
        for way in paths(version.tree):
            path = f"scenarios/{version.name}/{version.number}/preview/"
            officer.go(f"{path}?channel={channel}&lang={language}")
            for code in way.answers:
                officer.press(f"a.door[href$='{code}']")
            card = officer.page.locator(f"[data-step='{way.step}']")
            heading = card.locator("h2").inner_text()
            words = str(version.say(f"{way.step}.say", channel, language))
            faults: list[object] = [*faults_of(heading, words), *ADDRESS.findall(heading)]
            if not card.locator("dd a[href]").count():
                faults.append("nothing to do")
            wrong += [(version.name, way.answers, fault) for fault in faults]
            if PICTURES:
                officer.language, before = language, officer.language
                picture(officer, channel, version, way)
                officer.language = before
    assert (wrong, officer.oddities) == ([], [])
