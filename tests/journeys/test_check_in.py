"""Ten people are checked in with a keyboard and a scanner alone: four presses each at most."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.booking.notice.codes import PREFIX
from guichet.counter.models import Ticket
from guichet.counter.testing import make_desk_office, make_expected_now
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.kernel.testing import usual
from guichet.staff.testing import make_posted
from tests.journeys.people import JOURNEY
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
PEOPLE, MOST = 10, 4
WIDE = {"width": 1366, "height": 768}
TOP = "document.querySelector('.chosen').getBoundingClientRect().top"
FIELD = "document.activeElement.name"


class Receptionist(Officer):
    """Somebody at the reception who never touches the mouse, and counts."""

    presses = 0

    def key(self, name: str) -> None:
        self.presses += 1
        self.page.keyboard.press(name)

    def scan(self, text: str) -> None:
        """Hold a notice under the scanner: a keyboard that types it and presses Enter."""
        self.presses += 1
        with self.page.expect_navigation():
            self.page.keyboard.type(text)
            self.page.keyboard.press("Enter")


@pytest.mark.parametrize("language", usual("fr", of=("en", "fr")))
def test_ten_people_take_four_presses_each(
    browser: Browser, live_server: Any, language: str
) -> None:
    office, soon = make_desk_office(), clock.now() + timedelta(minutes=5)
    people = [make_expected_now(number, office=office, starts_at=soon) for number in range(PEOPLE)]
    account = make_posted(office.pk, "receptionist", name="mia")
    desk = Receptionist(browser, live_server.url, account, language=language)
    desk.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    desk.go(f"desk/{office.pk}/")

    for number, person in enumerate(people, start=101):
        desk.presses = 0
        for key in ("Tab", "Space", "Shift+Tab"):  # a paper with name and photo was seen
            desk.key(key)
        desk.scan(f"{PREFIX}{person.confirmation_number}")
        on_top = desk.page.locator(".chosen [data-ticket]").first
        assert on_top.get_attribute("data-number") == str(number), desk.page.content()
        assert on_top.get_attribute("data-state") == "waiting"
        assert desk.presses <= MOST
        # The number is seen, at the upper edge, and the next code is awaited.
        assert 0 <= desk.page.evaluate(TOP) < 40 and desk.page.evaluate(FIELD) == "code"

    for text in ("ABC", f"{PREFIX}{people[0].confirmation_number}"):  # refused, and the next is not
        desk.scan(text)
        assert desk.page.locator("main :is(.error, [role=alert])").count() == 1
    last = make_expected_now(PEOPLE, office=office, starts_at=soon)
    desk.scan(f"{PREFIX}{last.confirmation_number}")
    assert on_top.get_attribute("data-number") == "111"
    desk.look()
    assert Ticket.objects.filter(state="waiting").count() == PEOPLE + 1
    assert AuditEntry.objects.filter(verb="identified").count() == PEOPLE
