"""A place in line on a telephone: followed by script, over a lost line, and without script."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.counter import tokens
from guichet.counter.models import Ticket
from guichet.counter.queue import actions
from guichet.counter.testing import make_counter_officer, make_walk_in
from guichet.counter.tickets.tests.test_pages import say
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.offices.models import Office
from tests.journeys.people import APPOINTMENT_LANGUAGES, JOURNEY, Person

pytestmark = JOURNEY
NARROW = {"width": 320, "height": 640}
A_POLL = 15_000  # milliseconds: ten seconds, and what a busy machine takes
FELT = "navigator.vibrate = (pattern) => { window.felt = pattern; return true; };"


class Waiting(Person):
    """Somebody with a ticket and a narrow phone."""

    def __init__(self, browser: Browser, site: str, *, language: str, script: bool = True) -> None:
        super().__init__(browser, site, language=language, script=script)
        self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        self.name = "ticket"

    def follow(self, ticket: Ticket) -> None:
        self.go(f"tickets/{tokens.token_of(ticket.pk)}/")

    def reads(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())


def call(ticket: Ticket) -> None:
    officer, now = make_counter_officer(), clock.now()
    actions.call(ticket.pk, office=ticket.office, desk="7", reason="", officer=officer, now=now)


@pytest.mark.parametrize("language", usual("ar", of=APPOINTMENT_LANGUAGES))
def test_a_phone_learns_of_the_call_over_a_line_that_was_lost(
    browser: Browser, live_server: Any, office: Office, language: str
) -> None:
    make_walk_in(office, now=clock.now())
    ticket = make_walk_in(office, now=clock.now())
    person = Waiting(browser, live_server.url, language=language)
    person.page.add_init_script(FELT)
    person.follow(ticket)
    person.press("button[value=more]")
    assert person.page.locator("[data-place].paused").count() == 1
    person.press("button[value=back]")

    person.page.context.set_offline(True)
    lost = person.page.locator("[data-lost]")
    lost.wait_for(state="visible", timeout=A_POLL)
    person.look()
    person.page.context.set_offline(False)
    lost.wait_for(state="hidden", timeout=A_POLL)

    call(ticket)
    person.page.locator("[data-place].called").wait_for(timeout=A_POLL)
    assert "7" in person.page.locator("h1").inner_text()
    assert person.page.evaluate("window.felt.length") == 5
    assert person.page.title().startswith(say("page.your_turn", language, desk="7"))
    person.look()
    person.page.goto(f"{live_server.url}/{language}/offices/{office.pk}/")
    person.look()


def test_it_serves_who_waits_with_a_browser_that_runs_no_script(
    browser: Browser, live_server: Any, office: Office
) -> None:
    ticket = make_walk_in(office, now=clock.now())
    person = Waiting(browser, live_server.url, language="fr", script=False)
    person.follow(ticket)
    assert say("page.reloads", "fr", seconds=25) in person.reads()
    person.press("button[value=fetch]")
    assert say("deed.fetched", "fr") in person.reads()
    call(ticket)
    person.press("button[value=more]")
    assert say("obstacle.called", "fr") in person.reads()
    person.press("a[href$='/leave/']")
    person.press("button.danger")
    assert say("state.left", "fr") in person.reads()
