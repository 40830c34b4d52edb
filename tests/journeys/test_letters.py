"""Letters, a new address, a lost number, trouble and questions, in a phone-sized browser."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import testing as worlds
from guichet.applications import tokens
from guichet.applications.enquiries import actions
from guichet.applications.models import Application, Enquiry
from guichet.applications.tests.paper import stop_clock
from guichet.kernel import clock
from guichet.kernel.testing import usual
from tests.journeys.people import ETA_LANGUAGES, GO_ON, JOURNEY, Applicant

pytestmark = JOURNEY
BORN = {"birth_date_year": "1985", "birth_date_day": "17"}


def open_it(person: Applicant, application: Application) -> None:
    person.go("eta/apply/resume/")
    person.fill(number=application.number, pin=tokens.pin_of(application))
    person.press(GO_ON)


@pytest.mark.parametrize("language", usual("ar", of=ETA_LANGUAGES))
def test_it_finds_a_lost_number_and_reads_the_letters_again(
    browser: Browser, live_server: Any, language: str
) -> None:
    application = worlds.make_paid(1, now=clock.now())
    person = Applicant(browser, live_server.url, language=language)
    person.go("eta/lost/")
    person.press(GO_ON)  # nothing typed: it says so
    person.fill(passport_number="pa 0000001", issuer="IRL", **BORN)
    person.page.select_option("[name=birth_date_month]", "5")
    person.press(GO_ON)
    application.refresh_from_db()
    open_it(person, application)
    person.go("eta/yours/letters/")
    person.press("a[href*='yours/letters/']:not([href$='pdf/']).button")
    assert tokens.pin_of(application) not in person.page.content()
    person.press("main form button")
    assert "•••@example.org" in person.page.content()
    person.press(".card:last-of-type a.button")  # the receipt


@pytest.mark.parametrize("language", usual("fr", of=ETA_LANGUAGES))
def test_it_proves_a_new_address(browser: Browser, live_server: Any, language: str) -> None:
    application = worlds.make_listed(1, now=clock.now())
    person = Applicant(browser, live_server.url, language=language)
    open_it(person, application)
    person.go("eta/yours/address/")
    person.fill(email="nobody")
    person.press(GO_ON)
    person.fill(email="new@example.org")
    person.press(GO_ON)
    person.fill(code="1")
    person.press(GO_ON)
    person.press("button[value=again]")
    application.refresh_from_db()
    person.fill(code=tokens.email_code(application))
    person.press(GO_ON)
    application.refresh_from_db()
    assert application.email == "new@example.org"


@pytest.mark.parametrize("language", usual("en", of=ETA_LANGUAGES))
def test_it_deals_with_trouble_and_knows_the_case(
    browser: Browser, live_server: Any, language: str
) -> None:
    application = worlds.make_sent(1, now=clock.now()).application
    person = Applicant(browser, live_server.url, language=language)
    person.go("eta/nowhere/")
    person.press("main a[href*='eta/trouble/']")
    person.press("main a[href*='about=payment']")
    person.fill(number=application.number, pin="0")
    person.press("#keys .actions button")
    person.fill(number=application.number, pin=tokens.pin_of(application))
    person.press("#keys .actions button")
    person.press("main a[href*='yours/enquiry']")
    person.press(GO_ON)  # the trouble is known, so no words are needed
    enquiry = Enquiry.objects.get()
    assert (enquiry.about, len(enquiry.references)) == ("payment", 1)
    assert enquiry.facts["payment"] == "none"


@pytest.mark.parametrize("language", usual("ar", of=ETA_LANGUAGES))
def test_it_asks_about_a_delay_with_one_press(
    browser: Browser, live_server: Any, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = clock.now()
    application = worlds.make_listed(1, now=start)
    person = Applicant(browser, live_server.url, language=language)
    open_it(person, application)
    person.go("eta/yours/enquiry/")  # the clock still runs
    stop_clock(monkeypatch, start + timedelta(hours=73))
    person.page.context.clear_cookies()
    open_it(person, application)
    person.go("eta/yours/enquiry/")
    person.press("main .ticket button.arrow")
    enquiry = Enquiry.objects.get()
    assert enquiry.number[1:4] in person.page.content()
    actions.answer(
        enquiry.pk,
        "We are sorry. One check is still missing; it ends today.",
        officer=worlds.make_officer(),
        now=clock.now(),
    )
    person.go("eta/yours/enquiry/")
    person.press("#ask .actions button")  # nothing typed: it says so
    person.page.context.clear_cookies()
    person.go("eta/yours/enquiry/")
