"""Every public status in a real browser, phone-sized: looked up, opened by its owner, followed on.

Each status once, the language rotating.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import testing as worlds
from guichet.applications.changes import actions
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import authorizations, requests
from guichet.applications.models import Application
from guichet.interviews import testing as interviews
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.web.words import texts
from tests.journeys.people import ETA_LANGUAGES, JOURNEY, Applicant, turns

pytestmark = JOURNEY
MONTHS = {"birth_date": (17, 5, 1985), "expiry_date": (31, 1, 2034)}
Make = Callable[[datetime], Application]


def ended(how: str, now: datetime) -> Application:
    """Return an application whose authorization is over."""
    application = worlds.make_paid(now=now - timedelta(days=90))
    if how == "cancelled":
        officer = worlds.make_officer()
        authorizations.cancel(
            application.authorization,
            officer=officer,
            why=worlds.explained("misrepresentation"),
            now=now,
        )
    elif how == "superseded":
        worlds.make_paid(now=now - timedelta(days=1))
    else:
        authorizations.end(application.authorization, how, now=now - timedelta(days=1))
    application.refresh_from_db()
    return application


def invited(now: datetime) -> Application:
    return interviews.make_invited(now=now).application


def waiting_for_papers(now: datetime) -> Application:
    application = worlds.make_listed(now=now)
    papers = [("police_certificate", ""), ("itinerary", "")]
    requests.ask_for_documents(
        application.pk, papers, officer=worlds.make_officer(), due_on=due(now), now=now
    )
    return application


def closed(now: datetime) -> Application:
    application, officer = worlds.make_listed(now=now), worlds.make_officer()
    return decisions.close(application.pk, officer=officer, public=["citizen"], now=now)


def due(now: datetime) -> date:
    return (now + timedelta(days=9)).date()


STATUSES: list[tuple[str, str, Make]] = [
    ("draft", "not_finished", lambda now: worlds.make_draft(now=now).application),
    ("unpaid", "not_finished", lambda now: worlds.make_sent(now=now).application),
    ("listed", "in_progress", lambda now: worlds.make_listed(now=now - timedelta(hours=5))),
    ("late", "late", lambda now: worlds.make_listed(now=now - timedelta(hours=80))),
    ("asked", "action_needed", waiting_for_papers),
    ("invited", "action_needed", invited),
    ("approved", "approved", lambda now: worlds.make_paid(now=now)),
    ("refused", "not_approved", lambda now: worlds.make_refused(now=now - timedelta(days=2))),
    ("expired", "no_longer_valid", lambda now: ended("expired", now)),
    ("cancelled", "no_longer_valid", lambda now: ended("cancelled", now)),
    ("superseded", "no_longer_valid", lambda now: ended("superseded", now)),
    ("lapsed", "no_longer_valid", lambda now: ended("lapsed_by_list_change", now)),
    (
        "withdrawn",
        "withdrawn",
        lambda now: actions.withdraw(worlds.make_listed(now=now).pk, now=now),
    ),
    ("closed", "withdrawn", closed),
]
WALKS = turns(STATUSES, ETA_LANGUAGES)


class Asking(Applicant):
    """Somebody who wants to know; each page is looked at, and pictured where wanted."""

    @property
    def kind(self) -> tuple[str, ...]:
        return (self.page.url.partition("?")[0] + self.name,)

    def look_up(self, application: Application, *, by_number: bool) -> None:
        """Ask by number and one date, or by passport and two."""
        page = self.page
        page.goto(f"{self.site}/{self.language}/eta/status/")
        if by_number:
            page.fill("[name=number]", application.number)
        page.fill("[name=passport_number]", str(application.answers["passport_number"]))
        page.select_option("[name=issuer]", "IRL")
        for field in ["birth_date"] if by_number else MONTHS:
            day, month, year = MONTHS[field]
            page.fill(f"[name={field}_day]", str(day))
            page.select_option(f"[name={field}_month]", str(month))
            page.fill(f"[name={field}_year]", str(year))
        self.press("main form button.arrow")

    def sees(self, code: str) -> None:
        """See the status and its sentence in the person's language, and one next step."""
        words = texts("apply")
        heading = self.page.locator("h1").inner_text()
        assert heading == words.get(f"status.{code}", self.language).text
        assert self.page.locator("section.ticket a.button.arrow").count() == 1
        vague = texts("changes").get("reason.other", self.language).text
        assert vague not in self.page.content(), "a reason that somebody gave has its words"

    def follow(self) -> None:
        """Take the next step, which leads to a page that answers."""
        address = self.page.locator("section.ticket a.button.arrow").get_attribute("href")
        assert address
        response = self.page.request.get(self.site + address)
        assert response.status == 200, address


@pytest.mark.parametrize(
    ("case", "language"), WALKS, ids=[f"{case[0]}-{code}" for case, code in WALKS]
)
def test_it_tells_each_status_with_one_next_step(
    browser: Browser, live_server: Any, case: tuple[str, str, Make], language: str
) -> None:
    name, code, make = case
    application = make(clock.now())
    person = Asking(browser, live_server.url, language=language)
    person.name = name
    person.look_up(application, by_number=True)
    person.sees(code)
    assert application.number[-3:] in person.page.locator("main").inner_text()
    person.follow()
    person.open(application)
    if not person.page.url.endswith("/status/yours/"):  # what is not finished is gone on with
        person.go("eta/status/yours/")
    person.sees(code)
    person.follow()


@pytest.mark.parametrize("language", usual("fr", of=ETA_LANGUAGES))
def test_it_tells_the_same_of_what_is_unknown_and_what_is_wrong(
    browser: Browser, live_server: Any, language: str
) -> None:
    application = worlds.make_paid(now=clock.now())
    person = Asking(browser, live_server.url, language=language)
    person.name = "not_found"
    pages = []
    for number in (application.number, "V572319048"):
        application.number = number
        application.answers = {**application.answers, "passport_number": "PA9999999"}
        person.look_up(application, by_number=True)
        heading = texts("apply").get("status.not_found", language).text
        assert person.page.locator("h1").inner_text() == heading
        pages.append(person.page.locator("main").inner_text())
    assert pages[0] == pages[1]
    person.press("nav[aria-labelledby=ways] a >> nth=1")
    assert person.page.url.endswith("/eta/lost/")
