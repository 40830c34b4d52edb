"""The thirteen enquiries of travelers, each dealt with alone: from the first page, by links only.

Eight kinds of requests and five questions about a case, each once, the language rotating.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.applications import numbers, tokens
from guichet.applications import testing as worlds
from guichet.applications.models import Application, Correspondence, Enquiry
from guichet.kernel import clock
from tests.journeys.people import ETA_LANGUAGES, GO_ON, JOURNEY, Applicant, turns

pytestmark = JOURNEY


class Traveler(Applicant):
    """Somebody with a question, who starts on the first page and follows links."""

    @property
    def kind(self) -> tuple[str, ...]:
        return (self.page.url.partition("?")[0],)

    def follow(self, page: str) -> None:
        """Press the link to a page of ours."""
        self.press(f"main a[href*='/{page}']")

    def open(self, application: Application) -> None:
        """Open one's own application, from the first page on."""
        self.go("eta/")
        self.follow("apply/resume/")
        self.fill(number=application.number, pin=tokens.pin_of(application))
        self.press(GO_ON)

    def say_passport(self, number: str) -> None:
        self.fill(passport_number=number, issuer="IRL", birth_date_day="17")
        self.fill(birth_date_year="1985", birth_date_month="5")


def hours_ago(hours: int) -> Application:
    return worlds.make_listed(now=clock.now() - timedelta(hours=hours))


def do_i_need_one(person: Traveler) -> None:
    person.go("eta/")
    person.follow("need/")
    person.page.check("[name=held][value=none]")
    person.press("#answer button.arrow")
    person.fill(nationalities="FRA")
    person.press("#answer button.arrow")
    for value in ("air", "FRA.ordinary", "none"):
        person.page.check(f".choice input[value='{value}']")
        person.press("#answer button.arrow")
    person.follow("apply/")


def something_does_not_work(person: Traveler) -> None:
    worlds.make_sent(1, now=clock.now())
    person.go("eta/")
    person.follow("trouble/")
    person.press("main a[href*='about=payment']")


def how_do_i_answer(person: Traveler) -> None:
    person.go("eta/")
    person.press("main ul.doors a[href*='help']")
    person.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    person.look()


def more_papers(person: Traveler) -> None:
    application = worlds.make_asked(now=clock.now())
    person.open(application)
    person.follow("yours/papers/")
    person.press(".asked a.button")
    person.page.fill("[name=words]", "The court keeps it; the case number is 2011/7.")
    person.press("main form > .actions button.arrow")
    person.press("form[action$='hand-in/'] button")
    application.refresh_from_db()
    assert application.state == "info_received"


def where_does_it_stand(person: Traveler) -> None:
    application = hours_ago(5)
    person.go("eta/")
    person.follow("status/")
    person.fill(number=application.number)
    person.say_passport("PA0000000")
    person.press(GO_ON)
    assert application.number[-3:] in person.page.locator("main").inner_text()


def send_the_letter_again(person: Traveler) -> None:
    application = worlds.make_paid(now=clock.now())
    person.open(application)
    person.follow("yours/letters/")
    person.press("main form button")
    assert max(application.letters.values_list("times_sent", flat=True)) == 2


def what_does_it_mean(person: Traveler) -> None:
    worlds.make_refused(now=clock.now())
    person.go("eta/")
    person.follow("results/")
    person.press("main a[href$='#refused']")
    person.press("main a[href*='look-again']")
    assert "resume" in person.page.url  # whose application it is, number and PIN tell


def which_is_my_number(person: Traveler) -> None:
    application = worlds.make_paid(now=clock.now())
    person.open(application)
    number = numbers.for_people(application.authorization.number)
    assert number in person.page.locator("main").inner_text()
    person.page.context.clear_cookies()
    before = Correspondence.objects.count()
    person.go("eta/")
    person.follow("lost/")
    person.say_passport("PA0000000")
    person.press(GO_ON)
    assert Correspondence.objects.count() == before + 1


def nothing_for_72_hours(person: Traveler) -> None:
    person.open(hours_ago(80))
    person.follow("yours/enquiry/")
    person.press("main .ticket button.arrow")
    assert Enquiry.objects.get().kind == "late"


def i_forgot_something(person: Traveler) -> None:
    application = hours_ago(5)
    person.open(application)
    person.follow("yours/change/")
    person.press("a[href*='why=forgot']")
    person.press("main a[href*='field=own_words']")
    person.page.fill("[name=own_words]", "I was also in Peru in 2011.")
    person.press(GO_ON)
    person.press("button[value=confirm]")
    assert "Peru" in application.requests.get(kind="offered").explanation


def i_made_a_mistake(person: Traveler) -> None:
    application = hours_ago(5)
    person.open(application)
    person.follow("yours/change/")
    person.press("a[href*='why=mistake']")
    person.choose("home_city")
    person.press(GO_ON)
    person.page.fill("[name=home_city]", "Cork")
    person.press(GO_ON)
    person.press("button[value=confirm]")
    application.refresh_from_db()
    assert application.answers["home_city"] == "Cork"


def something_has_changed(person: Traveler) -> None:
    application = hours_ago(5)
    person.open(application)
    person.follow("yours/address/")
    person.fill(email="new@example.org")
    person.press(GO_ON)
    application.refresh_from_db()
    person.fill(code=tokens.email_code(application))
    person.press(GO_ON)
    application.refresh_from_db()
    assert application.email == "new@example.org"


def look_again_at_a_refusal(person: Traveler) -> None:
    application = worlds.make_refused(now=clock.now() - timedelta(hours=5))
    person.open(application)
    person.follow("yours/look-again/")
    person.page.fill("[name=new_facts]", "The court has quashed the conviction.")
    person.press(GO_ON)
    assert application.letters.filter(kind="reconsideration_received").exists()


ENQUIRIES: list[Callable[[Traveler], None]] = [
    do_i_need_one,
    something_does_not_work,
    how_do_i_answer,
    more_papers,
    where_does_it_stand,
    send_the_letter_again,
    what_does_it_mean,
    which_is_my_number,
    nothing_for_72_hours,
    i_forgot_something,
    i_made_a_mistake,
    something_has_changed,
    look_again_at_a_refusal,
]
WALKS = turns(ENQUIRIES, ETA_LANGUAGES)


@pytest.mark.parametrize(
    ("enquiry", "language"), WALKS, ids=[f"{walk.__name__}-{code}" for walk, code in WALKS]
)
def test_it_lets_people_deal_with_it_by_themselves(
    browser: Browser, live_server: Any, enquiry: Callable[[Traveler], None], language: str
) -> None:
    person = Traveler(browser, live_server.url, language=language)
    person.name = enquiry.__name__
    enquiry(person)
    assert person.page.locator("html").get_attribute("lang") == language
