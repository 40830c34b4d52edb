"""A receptionist books for a mother and her son, and cancels for one who is on the phone."""

from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Browser

from guichet.booking.models import Appointment
from guichet.kernel.testing import usual
from guichet.offices.models import Office
from guichet.staff.testing import make_posted
from tests.journeys.people import JOURNEY
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
WIDE = {"width": 1366, "height": 768}
MOTHER = {
    "name": "Ada Lovelace",
    "date_of_birth_day": "10",
    "date_of_birth_year": "1985",
    "phone": "(212) 555-0142",
}


@override_settings(RATE_LIMITS=False)
@pytest.mark.parametrize("language", usual("en", of=("en", "fr")))
def test_a_family_is_booked_moved_and_printed(
    browser: Browser, live_server: Any, office: Office, language: str
) -> None:
    account = make_posted(office.pk, "receptionist", name="mia")
    desk = Officer(browser, live_server.url, account, language=language)
    page = desk.page
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    desk.go(f"desk/{office.pk}/")
    desk.press("a[href$='/book/']")
    page.select_option("[name=people]", "2")
    desk.press("main form button.button")
    desk.press("button[name=slot] >> nth=0")

    desk.press("main form button.arrow")  # nothing is typed: it says so
    assert page.locator(".errors").count() == 1
    desk.fill(**MOTHER)
    page.select_option("[name=date_of_birth_month]", "12")
    page.select_option("[name=speaks]", "ar")
    page.select_option("[name=interpreter]", "ar")
    desk.press("main form button.arrow")
    desk.fill(name="Byron Lovelace", date_of_birth_day="2", date_of_birth_year="2015")
    page.select_option("[name=date_of_birth_month]", "5")
    assert page.input_value("[name=speaks]") == "ar"
    desk.press("main form button.arrow")
    desk.press("#review button")
    assert page.locator("[data-booked]").count() == 2

    mother = Appointment.objects.get(name="Ada Lovelace")
    page.set_viewport_size({"width": 400, "height": 800})
    desk.go(f"desk/{office.pk}/expected/{mother.pk}/")
    page.select_option("[name=paper]", "passport")
    page.check("[name=same]")
    desk.press("form[action$='/identify/'] button")
    assert page.locator("a[href$='/notice/']").count() == 1
    page.click("main summary")
    desk.press("form[action$='/cancel/'] button")
    mother.refresh_from_db()
    assert mother.status == "cancelled"
