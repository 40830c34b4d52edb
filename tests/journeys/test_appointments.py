"""Five journeys in a real browser, phone-sized, with an accessibility check on every page."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from guichet.booking.models import Appointment
from guichet.kernel import clock
from guichet.kernel.models import Dispatch
from guichet.kernel.testing import usual
from guichet.offices.models import Office
from guichet.post import deliver
from tests.journeys.people import APPOINTMENT_LANGUAGES, JOURNEY, Person

pytestmark = JOURNEY


@pytest.mark.parametrize("language", usual("ar", of=APPOINTMENT_LANGUAGES))
def test_it_leads_somebody_from_the_first_page_to_a_notice_in_their_language(
    browser: Browser, live_server: Any, office: Office, language: str
) -> None:
    person = Person(browser, live_server.url, language=language)
    person.go("")

    number, pin = person.book()

    booked = Appointment.objects.get(state="booked")
    assert booked.confirmation_number == number.replace("-", "")
    assert re.fullmatch(r"\d{6}", pin) and booked.language == language
    assert (booked.name, str(booked.date_of_birth)) == ("أحمد Kowalski-Nguyễn", "1988-02-29")
    with person.page.expect_download() as printed:
        person.page.click("a[href*='notice.pdf']")
    assert Path(printed.value.path()).read_bytes().startswith(b"%PDF")
    assert not [url for url in person.requests if not url.startswith((live_server.url, "data:"))]


@pytest.mark.parametrize("language", usual("zh-Hans", of=APPOINTMENT_LANGUAGES))
def test_it_lets_somebody_come_back_move_and_cancel(
    browser: Browser, live_server: Any, office: Office, language: str
) -> None:
    number, pin = Person(browser, live_server.url, language=language).book()
    before = Appointment.objects.get(state="booked").slot_id
    person = Person(browser, live_server.url, language=language)

    person.go("appointments/manage/")
    person.fill(number=number.lower().replace("-", " "), pin=pin)
    person.press("#keys button.arrow")
    person.press("a[href*='/move/']")
    person.press("button[name=slot]")
    person.press("form[method=post][action*='/move/'] button")

    moved = Appointment.objects.get(state="booked")
    assert moved.slot_id != before and moved.confirmation_number == number.replace("-", "")

    person.press("a[href*='/cancel/']")
    assert Appointment.objects.filter(state="booked").exists()
    person.press("form[action*='/cancel/'] button.danger")
    assert not Appointment.objects.filter(state="booked").exists()


def test_it_serves_somebody_whose_browser_runs_no_script(
    browser: Browser, live_server: Any, office: Office
) -> None:
    person = Person(browser, live_server.url, language="en", script=False)

    number, pin = person.book()

    assert Appointment.objects.get(state="booked").confirmation_number == number.replace("-", "")
    assert len(pin) == 6


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_double_press_on_a_slow_line_ends_at_the_notice(
    browser: Browser, live_server: Any, office: Office, script: bool
) -> None:
    person = Person(browser, live_server.url, language="en", script=script)
    person.find_a_time()
    person.say_who_comes()
    person.press("#client button.arrow")
    devtools = person.page.context.new_cdp_session(person.page)
    devtools.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": -1, "uploadThroughput": -1}
    devtools.send("Network.emulateNetworkConditions", slow)

    person.page.dblclick("form[action$='/book/'] button:not([formaction])")

    person.page.wait_for_url("**/notice/?booked")
    person.look()
    assert "Your appointment is booked" in person.page.locator("h1").inner_text()
    assert Appointment.objects.filter(state="booked").count() == 1
    person.page.go_back()
    person.page.wait_for_load_state()
    assert "Your appointment" in person.page.locator("h1").inner_text(), person.page.url


def test_it_shows_nothing_of_a_person_after_they_finished_on_a_shared_computer(
    browser: Browser, live_server: Any, office: Office
) -> None:
    person = Person(browser, live_server.url, language="en")
    person.go("")
    person.press("button[name=shared]")
    person.book()
    assert "Kowalski" in person.page.content()

    person.press("aside.shared form button")
    for _ in range(4):
        person.page.go_back()
        person.page.wait_for_load_state()
        assert "Kowalski" not in person.page.content(), person.page.url
        assert not person.page.locator("[name=name]").count() or not person.page.input_value(
            "[name=name]"
        )

    assert not [
        cookie["name"]
        for cookie in person.page.context.cookies()
        if cookie["name"] in {"guichet_visit", "guichet_notice"}
    ]


def test_it_opens_a_lost_notice_with_a_code_sent_to_the_phone_on_file(
    browser: Browser, live_server: Any, office: Office
) -> None:
    number, pin = Person(browser, live_server.url, language="en").book()
    person = Person(browser, live_server.url, language="en")
    person.go("appointments/lost/")
    person.say_who_comes(name="  أحمد KOWALSKI nguyễn")
    person.press("#lost button.arrow")

    deliver.deliver(Dispatch.objects.get(kind="lost_code").pk, now=clock.now())
    (text,) = Path(settings.SMS_URL.removeprefix("file://")).iterdir()
    code = re.search(r"\b\d{8}\b", text.read_text(encoding="utf-8"))
    assert code
    person.page.fill("[name=code]", code[0])
    person.press("#code button.arrow")

    fresh = person.page.locator(".references dd bdi").all_inner_texts()
    assert fresh[0].strip() == number and fresh[1].replace(" ", "") != pin


def test_it_keeps_what_was_typed_when_the_language_changes(
    browser: Browser, live_server: Any, office: Office
) -> None:
    person = Person(browser, live_server.url, language="en")
    person.find_a_time()
    person.say_who_comes("Zoë")

    person.language = "ar"
    person.page.click("details.menu summary")
    person.press("button[name=language][value=ar]")

    assert person.page.input_value("[name=name]") == "Zoë"
    assert person.page.input_value("[name=phone]") == "(212) 555-0142"
