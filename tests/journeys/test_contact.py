"""A whole contact in a browser, by keyboard: from its beginning to a promise kept."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications.testing import make_listed
from guichet.contact import codes
from guichet.contact.models import CallerCode
from guichet.guidance.testing import publish_shipped
from guichet.interactions.models import Interaction, Promise
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
DESK, NARROW = {"width": 1366, "height": 768}, {"width": 320, "height": 640}


class Agent(Officer):
    """Somebody who answers calls."""

    def do(self, start: str) -> None:
        """Press the first button whose value begins so, by keyboard."""
        button = self.page.locator(f'button[name=do][value^="{start}"]').first
        if not button.is_visible():  # what it belongs to is folded
            button.locator("xpath=ancestor::details[1]/summary").focus()
            self.page.keyboard.press("Enter")
        button.focus()
        self.key("Enter")

    def key(self, name: str) -> None:
        """Press a key that leads to a page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(name)
        self.look()


@pytest.mark.parametrize("language", usual("fr", of=("en", "fr")))
def test_a_contact_from_the_ring_to_the_promise_kept(
    browser: Browser, live_server: Any, language: str
) -> None:
    publish_shipped()
    application = make_listed(now=clock.now() - timedelta(hours=80))
    agent = Agent(browser, live_server.url, make_staff("national_agent"), language=language)
    agent.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    agent.go("contact/")
    agent.page.select_option("[name=tongue]", "ar")
    agent.press("#begin button")
    agent.do("find")
    agent.do("play:lost_letter")
    agent.key("1")
    assert Interaction.objects.get().answers == ["yes"]

    agent.fill(number=application.number)
    agent.do("prove")
    agent.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    agent.do("send:send_code")
    agent.fill(number=application.number, code=codes.digits(CallerCode.objects.get()))
    agent.do("prove")
    agent.do("tell:tell_status")
    assert agent.page.locator('[data-card="tell_status"] [lang=ar]').count()
    agent.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    agent.do("promise")  # nothing is chosen
    assert agent.page.locator(".errors").count() == 1
    due = clock.now() + timedelta(days=3)
    agent.page.select_option("[name=promise]", "answer")
    agent.page.select_option("[name=due_on_month]", str(due.month))
    agent.fill(due_on_day=str(due.day), due_on_year=str(due.year))
    agent.do("promise")
    agent.page.select_option("[name=outcome]", "answered")
    agent.page.fill("[name=told]", "Where it stands, and that we write on Thursday.")
    agent.do("end")
    agent.press(f"main a[href*='{Interaction.objects.get().number}']")
    agent.do("keep:")
    assert Promise.objects.get().kept_at
