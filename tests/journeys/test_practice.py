"""An agent practises a right run by keyboard alone, on a narrow screen; every page is checked."""

from typing import Any

from playwright.sync_api import Browser

from guichet.guidance.testing import publish_shipped
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY


class Trainee(Officer):
    """Somebody who reaches everything by its key, and looks at each page that comes."""

    def enter(self, selector: str) -> None:
        """Press the Enter key on something."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.press("Enter")
        self.look()
        assert self.page.evaluate("document.activeElement.id") in ("now", "")

    def choose(self, field: str, value: str) -> None:
        """Choose from a list, and press Enter on the button of its form."""
        self.page.select_option(f"#{field}", value)
        self.enter(f"form:has(#{field}) button")


def test_a_right_run_by_keyboard_at_320_pixels(browser: Browser, live_server: Any) -> None:
    publish_shipped()
    agent = Trainee(browser, live_server.url, make_staff("general_agent"), language="fr")
    agent.page.set_viewport_size({"width": 320, "height": 700})
    agent.go("contact/practice/")
    agent.enter("[data-story=letter_to_another] button")
    assert agent.page.locator("[data-who=caller] [lang=ar][dir=rtl]").count() == 1
    agent.page.locator("[data-who=caller] summary").press("Enter")
    assert agent.page.get_by_text("Je ne trouve plus votre lettre.").is_visible()
    agent.choose("open", "lost_letter")
    agent.enter("button[name=answer][value=yes]")
    agent.enter("button[name=ask][value=number]")
    agent.page.locator("#check").locator("xpath=..").locator("summary").press("Enter")
    agent.page.fill("#check [name=number]", "v 286 043 516")
    agent.enter("#check button.button")
    agent.enter("button[name=do][value=send_letter]")
    agent.choose("end", "sent")
    assert agent.page.locator("[data-score]").get_attribute("data-score") == "100"
    assert "Si tout correspond" in agent.page.inner_text("main")
    agent.go("contact/practice/scores/")
    assert agent.page.locator("[data-run]").count() == 1
