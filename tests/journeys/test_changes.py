"""What comes after sending, in a real browser: put right, look again, withdraw, every result."""

import io
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser

from guichet.applications import testing as worlds
from guichet.applications.decisions import actions as decisions
from guichet.applications.models import Application
from guichet.kernel import clock
from guichet.kernel.testing import usual
from tests.journeys.people import ETA_LANGUAGES, GO_ON, JOURNEY, ZONE, Applicant

pytestmark = JOURNEY


@pytest.mark.parametrize("language", usual("fr", of=ETA_LANGUAGES))
def test_it_puts_right_what_was_mistaken(browser: Browser, live_server: Any, language: str) -> None:
    application = worlds.make_listed(now=clock.now() - timedelta(hours=5))
    person = Applicant(browser, live_server.url, language=language)
    person.open(application)
    person.press("a[href$='/yours/change/']")
    person.press("a[href$='why=mistake']")
    person.press(GO_ON)  # nothing chosen: it says so
    person.choose("home_city", "surname", "email")
    person.look()
    person.press(GO_ON)
    person.press(GO_ON)  # nothing changed: it says so
    person.page.fill("[name=home_city]", "Cork")
    person.page.fill("[name=surname]", "Łukasz")
    person.page.fill("[name=email]", "new@example.org")
    person.press(GO_ON)  # a letter that passports do not have: it says so
    person.page.fill("[name=surname]", "BYRNE")
    person.press(GO_ON)
    person.press("button[value=edit]")
    person.press(GO_ON)
    person.press("button[value=rest]")

    application.refresh_from_db()
    assert application.answers["home_city"] == "Cork"
    assert application.email_pending == "new@example.org"


@pytest.mark.parametrize("language", usual("ar", of=ETA_LANGUAGES))
def test_it_takes_what_was_forgotten_and_what_has_changed(
    browser: Browser, live_server: Any, language: str
) -> None:
    application = worlds.make_asked(now=clock.now() - timedelta(hours=5))
    person = Applicant(browser, live_server.url, language=language)
    person.open(application)
    person.go("eta/yours/change/?why=forgot")
    person.go("eta/yours/change/?why=forgot&field=refused&field=own_words")
    person.page.check("[name=refused][value=yes]")
    person.page.fill("[name=own_words]", "I was young.\nIt was a mistake.")
    person.press(GO_ON)  # a question follows
    person.page.fill("[name=refused_details]", "France, 2012: a visa for studies.")
    person.press(GO_ON)
    person.press("button[value=confirm]")
    assert "France, 2012" in application.requests.get(kind="offered").explanation

    person.go("eta/yours/change/?why=changed")
    person.go("eta/yours/change/passport-lines/")
    person.page.fill("[name=lines]", ZONE)
    person.press(GO_ON)
    person.press(GO_ON)
    person.press(GO_ON)
    person.press("button[value=new]")
    assert Application.objects.latest("pk").answers["surname"] == "ERIKSSON"


@pytest.mark.parametrize("language", usual("en", of=ETA_LANGUAGES))
def test_it_asks_to_look_again_and_reads_what_every_result_means(
    browser: Browser, live_server: Any, language: str
) -> None:
    application = worlds.make_listed(now=clock.now() - timedelta(hours=5))
    why = worlds.explained(words="\n".join([worlds.OWN_WORDS] * 25))
    decisions.refuse(application.pk, officer=worlds.make_officer(), why=why, now=clock.now())
    person = Applicant(browser, live_server.url, language=language)
    person.go("eta/results/")
    person.open(application)
    for paper in ("Letter", "A4"):  # the box begins on the first sheet, however long it is
        sheet = pypdfium2.PdfDocument(io.BytesIO(person.page.pdf(format=paper)))[0]
        words = person.page.inner_text("#status")
        assert words in sheet.get_textpage().get_text_bounded(), paper
    person.press("main a.button.arrow")
    person.press(GO_ON)  # nothing written: it says so
    person.page.fill("[name=new_facts]", "The court has quashed the conviction.")
    person.press(GO_ON)
    assert application.letters.filter(kind="reconsideration_received").exists()
    person.press("main a.arrow[href$='/yours/papers/']")
    person.press("main a[href$='/further/']")
    person.page.fill("[name=words]", "See the judgment of May.")
    person.press(GO_ON)
    person.press(GO_ON)  # hands it in
    assert application.requests.get().explanation == "See the judgment of May."


@pytest.mark.parametrize("language", usual("ar", of=ETA_LANGUAGES))
def test_it_withdraws_and_erases(browser: Browser, live_server: Any, language: str) -> None:
    first = worlds.make_listed(1, now=clock.now() - timedelta(hours=5))
    draft = worlds.make_draft(2).application
    person = Applicant(browser, live_server.url, language=language)
    for application in (first, draft):
        person.open(application)
        handle = person.page.url.partition("/eta/")[2].partition("/")[0]
        person.go(f"eta/{handle}/yours/withdraw/")
        person.press("button.danger")
        person.go(f"eta/{handle}/status/yours/")
    first.refresh_from_db()
    draft.refresh_from_db()
    assert (first.state, draft.state, draft.answers) == ("withdrawn", "abandoned", {})


@pytest.mark.parametrize("language", usual("fr", of=ETA_LANGUAGES))
def test_it_shows_an_approval_to_its_owner_and_to_others(
    browser: Browser, live_server: Any, language: str
) -> None:
    application = worlds.make_paid(now=clock.now() - timedelta(hours=5))
    person = Applicant(browser, live_server.url, language=language)
    person.open(application)
    with person.page.expect_download() as download:
        person.page.locator("a[href$='eta.ics']").click()
    name = "ave.ics" if language == "fr" else "eta.ics"
    assert download.value.suggested_filename == name
    person.page.context.clear_cookies()
    person.go("eta/status/")
    person.page.fill("[name=number]", application.number)
    person.page.fill("[name=passport_number]", str(application.answers["passport_number"]))
    person.page.select_option("[name=issuer]", "IRL")
    person.page.fill("[name=birth_date_year]", "1985")
    person.page.select_option("[name=birth_date_month]", "5")
    person.page.fill("[name=birth_date_day]", "18")
    person.press(GO_ON)  # not the day of birth: nothing fits
    person.go("eta/status/")
    person.page.fill("[name=number]", application.number)
    person.page.fill("[name=passport_number]", str(application.answers["passport_number"]))
    person.page.select_option("[name=issuer]", "IRL")
    person.page.fill("[name=birth_date_year]", "1985")
    person.page.select_option("[name=birth_date_month]", "5")
    person.page.fill("[name=birth_date_day]", "17")
    person.press(GO_ON)
    assert application.authorization.number not in person.page.content()
