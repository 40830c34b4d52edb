"""Answer a question with a photo in a real browser, phone-sized, with a real scanner and axe."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import testing as worlds
from guichet.applications.decisions import requests
from guichet.applications.models import Application, Paper
from guichet.applications.papers.tests import files
from guichet.applications.papers.tests.scanning import look_at_papers
from guichet.applications.papers.workshop.tests import test_filled
from guichet.kernel import clock
from guichet.kernel.testing import usual
from tests.journeys.people import ETA_LANGUAGES, JOURNEY, Applicant

pytestmark = JOURNEY


class Answerer(Applicant):
    """Somebody who was asked for papers, and has their application open."""

    def send(self, content: bytes, name: str) -> None:
        """Choose a file and add it; the worker comes to it once the page says that it will."""
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.set_input_files("[name=paper]", file)  # type: ignore[arg-type]
        self.page.evaluate("document.querySelector('[data-focus]')?.removeAttribute('data-focus')")
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.locator("[name=do]").click()
        self.page.wait_for_selector("[data-focus], [data-looking]")
        self.look()
        if "/looking/" in self.page.url:
            look_at_papers(now=clock.now())
            self.page.wait_for_selector("[data-focus]")
            self.look()


def application_asked() -> Application:
    """Return an application of which two things are wanted, in the officer's own words."""
    application = worlds.make_listed(now=clock.now())
    requests.ask_for_documents(
        application.pk,
        [("police_certificate", "From Ireland, not older than six months."), ("itinerary", "")],
        officer=worlds.make_officer(),
        due_on=worlds.DUE_ON.replace(year=clock.now().year + 1),
        now=clock.now(),
    )
    return application


@pytest.mark.parametrize("language", usual("ar", of=ETA_LANGUAGES))
def test_it_answers_with_a_photo_of_a_phone(
    browser: Browser, live_server: Any, settings: Any, clamd: str, language: str
) -> None:
    settings.CLAMD = clamd
    application = application_asked()
    person = Answerer(browser, live_server.url, language=language)
    person.open(application)
    person.go("eta/yours/papers/")
    person.press(".asked a.button")

    photo = files.photo_of_a_phone(size=(4032, 3024), quality=90)
    assert len(photo) > 3_000_000
    person.page.fill("[name=words]", "The original is with the embassy.")
    person.send(photo, "IMG_2041.jpg")
    assert "said=added" in person.page.url
    picture = person.page.locator(".papers img")
    picture.scroll_into_view_if_needed()  # it is loaded once it comes into sight
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalWidth") == 240

    person.send(files.HTML, "letter.pdf")  # it says what is wrong, and the words are still there
    assert person.page.locator("#paper-error").count() == 1
    assert "embassy" in person.page.locator("[name=words]").input_value()
    person.send(files.infected_pdf(), "second.pdf")
    person.send(files.pdf(3), "third.pdf")
    person.page.locator("[name=remove]").last.click()
    person.page.wait_for_url("**/*said=removed")
    person.look()

    person.press("main form > .actions button.arrow")  # save, and back to the list
    person.press("form[action$='hand-in/'] button")
    assert "said=handed_in" in person.page.url
    assert sorted(Paper.objects.values_list("state", flat=True)) == [
        "handed_in",
        "refused",
        "removed",
    ]
    person.go("eta/yours/papers/")
    assert person.page.locator(".asked").count() == 1


def test_it_offers_more_without_script_while_the_scanner_is_down(
    browser: Browser, live_server: Any, settings: Any
) -> None:
    settings.CLAMD = "unix:/nowhere/clamd.ctl"
    application = worlds.make_listed(now=clock.now())
    person = Answerer(browser, live_server.url, language="en", script=False)
    person.open(application)
    person.go("eta/yours/papers/")
    person.press(".further a.button")
    person.page.set_input_files(
        "[name=paper]", {"name": "a.pdf", "mimeType": "", "buffer": files.pdf(1)}
    )
    person.press("[name=do]")
    assert "/looking/" in person.page.url
    look_at_papers(now=clock.now())
    person.page.wait_for_url("**/*said=waits", timeout=15_000)  # by itself, without script
    person.look()
    person.press("main form > .actions button.arrow")
    assert "You can hand in now" in person.page.locator("main").inner_text()
    person.press("form[action$='hand-in/'] button")
    assert "if we cannot accept it, we write to you" in person.page.locator("main").inner_text()


def test_it_tells_of_a_large_file_before_it_is_sent_and_of_a_line_that_breaks(
    browser: Browser, live_server: Any, settings: Any, clamd: str, tmp_path: Path
) -> None:
    settings.CLAMD = clamd
    application = application_asked()
    person = Answerer(browser, live_server.url, language="en")
    person.open(application)
    person.go("eta/yours/papers/")
    person.press(".asked a.button")
    page = person.page
    large = tmp_path / "large.pdf"
    large.write_bytes(bytes(26 * 1024 * 1024))
    page.set_input_files("[name=paper]", large)
    assert "larger than 25 MB" in page.locator("[data-fault]").inner_text()
    page.locator("[name=do]").click()
    assert "larger than 25 MB" in page.locator("[data-fault]").inner_text()
    assert page.locator(".errors").count() == 0

    form = test_filled.form(test_filled.GREEK, needs=True)
    page.set_input_files("[name=paper]", {"name": "a.pdf", "mimeType": "", "buffer": form})
    page.locator("[name=do]").click()
    page.wait_for_selector("[data-looking]")
    look_at_papers(now=clock.now())
    page.wait_for_url("**/*said=refused")
    assert "words that would be lost" in page.locator(".papers").inner_text()
    assert page.title().startswith("Error: ")

    page.fill("[name=words]", "Still typed.")
    page.context.set_offline(True)
    page.set_input_files("[name=paper]", {"name": "a.pdf", "mimeType": "", "buffer": files.pdf(1)})
    page.locator("[name=do]").click()
    page.wait_for_selector("[data-fault]")
    assert "did not arrive whole" in page.locator("[data-fault]").inner_text()
    assert page.locator("[name=words]").input_value() == "Still typed."
    person.look()
