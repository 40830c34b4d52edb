"""An interview from both sides in a browser: offered at a desk, chosen and moved on a telephone."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import testing as worlds
from guichet.applications.models import Application
from guichet.interviews.models import Interview
from guichet.interviews.sentences import say
from guichet.interviews.tests.walking import offered
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.staff.testing import make_staff
from tests.journeys.people import ETA_LANGUAGES, JOURNEY, Applicant
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
LINK = "https://example.org/meeting/" + "19AbCdEfGh" * 12  # as long as those of usual calls
SUBMIT = "main .acts button"
DESK, NARROW = {"width": 1366, "height": 768}, {"width": 320, "height": 640}


def invite(officer: Officer, application: Application, **changes: object) -> None:
    """Offer times, once wrong and then right, and read the letter before it goes."""
    officer.open_file(application)
    officer.start("invite")
    officer.press(SUBMIT)  # nothing is filled in
    assert officer.page.locator(".errors li").count() == 2
    fields = {name: str(value) for name, value in offered(**changes).items()}  # type: ignore[arg-type]
    officer.page.check(f"[name=manner][value={fields.pop('manner')}]")
    for name in ("zone", "minutes", "due_on_month"):
        officer.page.select_option(f"[name={name}]", fields.pop(name))
    officer.fill(**fields)
    officer.press(SUBMIT)
    assert fields["words"] in officer.page.locator(".sheet").inner_text()
    officer.press(SUBMIT)


@pytest.mark.parametrize("language", usual("ar", of=ETA_LANGUAGES))
def test_an_interview_is_offered_chosen_and_moved(
    browser: Browser, live_server: Any, language: str
) -> None:
    application = worlds.make_listed(now=clock.now())
    account = make_staff("deciding_officer", name="mia")
    officer = Officer(
        browser, live_server.url, account, language="fr" if language == "fr" else "en"
    )
    officer.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    invite(officer, application, manner="video", link=LINK, place="")
    times = Interview.objects.get().starts

    person = Applicant(browser, live_server.url, language=language)
    person.name = "interview"
    person.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    person.open(application)
    person.go("eta/status/yours/")
    person.press("section.ticket a.button.arrow")
    person.press('button[value="choose"]')  # nothing is chosen
    assert say("problem.required", language) in person.page.locator("#time").inner_text()
    for time in times[:2]:
        person.page.check(f"[name=time][value='{int(time.timestamp())}']")
        person.press('button[value="choose"]')
    assert say("said.moved", language) in person.page.locator(".note[role=status]").inner_text()
    assert person.page.locator('button[value="choose"]').count() == 0
    with person.page.expect_download() as download:
        person.page.locator("a[href$='interview.ics']").click()
    assert download.value.suggested_filename.endswith(".ics")
    person.go("eta/status/yours/")
    person.press("a[href$='/letters/'] >> nth=0")

    officer.open_file(application)
    assert officer.page.locator("#interviews li b").count() == 1
    officer.page.set_viewport_size({"width": 400, "height": 800})
    officer.look()
