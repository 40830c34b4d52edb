"""Five journeys in a real browser, phone-sized, with an accessibility check on every page."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from guichet.booking.models import Appointment
from guichet.booking.testing import make_open_slot
from guichet.kernel import clock
from guichet.kernel.models import Dispatch
from guichet.offices.models import Jurisdiction, Office, OpeningHours
from guichet.offices.testing import make_office, make_service
from guichet.post import deliver
from tests.axe import violations

CHROMIUM = os.environ.get("CHROMIUM", "") or shutil.which("chromium") or ""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 360, "height": 740}
LANGUAGES = ["en", "ar", "zh-Hans"]

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium was not found, and CI may not skip the journeys.")
        pytest.skip("Chromium was not found: the journeys in a browser were not serving.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def office() -> Office:
    """One office with two slots on each of the next ten days, three places each."""
    serving, service = make_office(), make_service()
    Jurisdiction.objects.create(postal_code="10001", office=serving, overridden=False)
    tomorrow = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0)
    for weekday in range(1, 8):
        OpeningHours.objects.create(
            office=serving, service=service, weekday=weekday, desks=3,
            opens_at="09:00", closes_at="15:00",
        )  # fmt: skip
    for day in range(3, 13):
        for hour in range(2):
            make_open_slot(
                capacity=3,
                office=serving,
                service=service,
                starts_at=tomorrow + timedelta(days=day, hours=hour),
                opens_at=clock.now() - timedelta(days=1),
            )
    return serving


class Person:
    """Somebody with a browser; every page they reach is checked."""

    def __init__(self, browser: Browser, site: str, *, language: str, script: bool = True) -> None:
        self.site, self.language = site, language
        context = browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            locale=language,
            java_script_enabled=script,
            accept_downloads=True,
        )
        self.page: Page = context.new_page()
        self.script = script
        self.requests: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}/{self.language}/{path}")
        self.look()

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()
        self.look()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            field = self.page.locator(f"[name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT" if self.script else False:
                field.select_option(value)
            else:
                field.fill(value)

    def look(self) -> None:
        """Check what the person has in front of them: language, width, and axe's findings."""
        page = self.page
        assert page.locator("html").get_attribute("lang") == self.language, page.url
        if not self.script:
            return
        right_to_left = self.language == "ar"
        assert page.locator("html").get_attribute("dir") == ("rtl" if right_to_left else "ltr")
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide"
        faults = violations(page)
        assert not faults, f"{page.url}: {[(each['id'], _where(each)) for each in faults]}"

    def find_a_time(self) -> None:
        self.go("appointments/")
        self.page.fill("[name=postal_code]", "10001-1234")
        self.press("button[name=where][value=inside]")
        self.press("a.cover")
        self.press("main button.arrow")
        self.press("button[formaction*='/hold/']")

    def say_who_comes(self, name: str = "أحمد Kowalski-Nguyễn") -> None:
        page = self.page
        page.fill("[name=name]", name)
        page.select_option("select[name^=date_of_birth]", "2")
        page.fill("input[name=date_of_birth_day], input[name$=day]", "29")
        page.fill("input[name=date_of_birth_year], input[name$=year]", "1988")
        page.fill("[name=phone]", "(212) 555-0142")

    def book(self) -> tuple[str, str]:
        self.find_a_time()
        self.say_who_comes()
        self.press("#client button.arrow")
        self.press("form[action$='/book/'] button:not([formaction])")
        number, pin = self.page.locator(".references dd bdi").all_inner_texts()[:2]
        return number.strip(), pin.replace(" ", "")


def _where(violation: dict[str, Any]) -> list[str]:
    return [" ".join(map(str, node["target"])) for node in violation["nodes"]][:3]


@pytest.mark.parametrize("language", LANGUAGES)
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


@pytest.mark.parametrize("language", LANGUAGES)
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
