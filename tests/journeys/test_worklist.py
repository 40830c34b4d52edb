"""The officers' list in a real browser: how much of it is in view, sorted, ticked and given."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import worklist
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.models import Application, OfficerTask
from guichet.applications.testing import NETWORK, make_listed
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.staff.models import Team
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY, PICTURES
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
KINDS = ("answered", "request_due", "correction", "reconsideration", "refund", "offer_times")
NATIONALITIES = ("IRL", "CHE", "ITA", "SWE")
TRAVEL = {"travel_known": "yes", "travel_time": "10:15", "travel_time_zone": "Europe/Dublin"}
REFUSED = {"refused": "yes", "refused_details": "At the border of Canada, in 2015."}
IN_VIEW = """() => [...document.querySelectorAll(".queue tbody tr")].filter((row) => {
  const box = row.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}).length"""
HEIGHTS = """() => [...document.querySelectorAll(".queue tbody tr")].map(
  (row) => row.getBoundingClientRect().height)"""

NARROWEST = """() => Math.min(...[...document.querySelectorAll(".queue thead th:not(.tick)")].map(
  (head) => head.getBoundingClientRect().width))"""


def fill(count: int = 20) -> None:
    now = clock.now()
    for number in range(count):
        country = NATIONALITIES[number % len(NATIONALITIES)]
        travel = (now + timedelta(days=number + 2)).date().isoformat()
        make_listed(
            number,
            now=now - timedelta(hours=5 * number),
            nationality=country,
            issuer=country,
            travel_date=travel,
            **TRAVEL,
            **(REFUSED if number == 3 else {}),  # a reason that takes more than two lines
        )
    question = EnquiryQuestion(kind="other", language="en", words="?", reply_to="a@example.org")
    enquiries.ask(question, network=NETWORK, now=now)


def picture(officer: Officer, name: str) -> None:
    if PICTURES:
        officer.page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


def shows_fourteen_rows(officer: Officer) -> None:
    """See 14 rows of 36 px, nothing beyond the edge, and no column without room."""
    page = officer.page
    assert set(page.evaluate(HEIGHTS)) == {36}
    assert page.evaluate(IN_VIEW) >= 14
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") == 0
    assert page.evaluate(NARROWEST) >= 60


def gives_all_to(officer: Officer, team: Team, language: str) -> None:
    """Sort the list, tick all of it, and find it again as the work of a team."""
    officer.press(".queue thead a[href*='sort=name']")
    names = officer.page.locator(".queue .who a").all_inner_texts()
    assert names == sorted(names)
    officer.page.check("[data-tick-all]")
    officer.page.select_option("[name=deed]", f"team-{team.pk}")
    officer.press(".many button")
    assert OfficerTask.objects.filter(team=team).count() == 21
    picture(officer, f"list-{language}-given")
    officer.press("a[href*='whose=team-']")
    officer.press("a[href*='cases/work/']")
    picture(officer, f"work-{language}")


@pytest.mark.parametrize("language", usual("fr", of=["en", "fr"]))
def test_it_shows_fourteen_rows_and_gives_what_is_ticked(
    browser: Browser, live_server: Any, language: str
) -> None:
    fill()
    account = make_staff("deciding_officer", name="claire.dubois")
    team = Team.objects.create(name="Ottawa")
    team.members.add(account)
    officer = Officer(browser, live_server.url, account, language=language)
    officer.page.set_viewport_size({"width": 1366, "height": 768})
    officer.go("cases/")
    picture(officer, f"list-{language}-1366")
    shows_fourteen_rows(officer)
    officer.page.set_viewport_size({"width": 1100, "height": 768})
    picture(officer, f"list-{language}-1100")
    shows_fourteen_rows(officer)
    officer.page.set_viewport_size({"width": 1366, "height": 768})

    officer.go("cases/?nationality=SWE&initial=O")
    assert officer.page.locator(".more .chosen").count() == 2
    assert set(officer.page.evaluate(HEIGHTS)) == {36}
    picture(officer, f"list-{language}-narrow")
    officer.page.locator(".queue .who a").nth(0).focus()
    picture(officer, f"list-{language}-focus")
    officer.go("cases/")
    gives_all_to(officer, team, language)

    officer.page.set_viewport_size({"width": 400, "height": 800})
    officer.go("cases/?nationality=CHE")
    picture(officer, f"list-{language}-400")
    assert officer.page.locator(".queue tbody tr").count() == 5

    for kind in KINDS:
        worklist.add_task(Application.objects.latest("pk"), kind, cause=kind, now=clock.now())
    officer.page.set_viewport_size({"width": 1366, "height": 768})
    officer.go("cases/")
    shows_fourteen_rows(officer)


def test_it_finds_a_person_and_answers_with_a_ready_sentence(
    browser: Browser, live_server: Any
) -> None:
    application = make_listed(now=clock.now())
    question = EnquiryQuestion(kind="other", language="en", words="When?")
    enquiries.ask(question, application=application.pk, network=NETWORK, now=clock.now())
    officer = Officer(browser, live_server.url, make_staff("deciding_officer"), language="fr")
    officer.page.set_viewport_size({"width": 1366, "height": 768})
    officer.go("cases/")
    search(officer)
    answer(officer)
    try_a_change(officer)


def search(officer: Officer) -> None:
    """Look for somebody by spellings of the name that are not theirs, and by birth date."""
    officer.press(".find a[href*='search']")
    officer.press("#search button")  # nothing typed: it says so
    picture(officer, "search-fr-empty")
    officer.page.fill("[name=surname]", "Obrien A")
    officer.page.fill("[name=given_names]", "Niamh Aoife")
    officer.page.fill("[name=born_on_day]", "17")
    officer.page.select_option("[name=born_on_month]", "5")
    officer.page.fill("[name=born_on_year]", "1985")
    officer.press("#search button")
    picture(officer, "search-fr")
    assert officer.page.locator(".record tbody tr").count() == 1
    assert "1985" not in officer.page.url


def answer(officer: Officer) -> None:
    """Put ready sentences where somebody writes, and write on."""
    officer.go("cases/?kind=enquiry")
    officer.press(".queue .who a")
    officer.page.select_option("[name=ready]", "wait")
    officer.press("button[value=insert]")
    assert "the airline cannot" in officer.page.input_value("[name=answer]")
    officer.page.keyboard.type(" Really.")  # it went in where somebody writes, who goes on
    officer.page.keyboard.press("Control+Home")
    officer.page.select_option("[name=ready]", "thanks")
    officer.press("button[value=insert]")
    text = officer.page.input_value("[name=answer]")
    assert text.startswith("Thank you for your question. Please do not travel")
    assert text.endswith(" Really.")
    picture(officer, "enquiry-fr")


def try_a_change(officer: Officer) -> None:
    """Try what changes nothing: it is told, and cannot be confirmed."""
    officer.go("relisting/")
    officer.page.select_option("[name=nationality]", "IRL")
    officer.page.select_option("[name=change]", "none")
    officer.press("#relisting button")
    picture(officer, "trial-fr")
    assert officer.page.locator("button[value=confirm]").count() == 0
    assert officer.page.locator(".callout[role=status]").count() == 1
