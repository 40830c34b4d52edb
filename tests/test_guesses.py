"""What guessing costs: nothing, work, or a wait; never more than that, and nobody is locked out."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.test import Client

from guichet.applications import numbers, tokens
from guichet.applications.access import handles
from guichet.applications.models import Application
from guichet.applications.testing import NOW, make_draft, wrong_pin
from guichet.booking.testing import make_booked
from guichet.kernel import clock
from guichet.kernel.guarding import guesses
from guichet.kernel.guarding.table import GUESS_WAITS, GUESSES, GUESSES_AT
from guichet.kernel.models import Bucket, Try
from guichet.web import visits

pytestmark = pytest.mark.django_db
RESUME, MANAGE = "/en/eta/apply/resume/", "/en/appointments/manage/"
STATUS = "/en/eta/status/"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


class Person:
    """Somebody at a browser, in a network, who types numbers and PINs; and a clock beside them."""

    moment = NOW

    def __init__(self, network: str = HERE) -> None:
        self.client = Client(REMOTE_ADDR=network)

    def types(self, number: str, pin: str, **more: str) -> Any:
        return self.client.post(RESUME, {"number": number, "pin": pin, **more})

    def sends_again(self, page: Any) -> Any:
        """Press the button of the wait: all that the page carries is sent."""
        form = page.content.decode().partition('id="waiting"')[2]
        fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form))
        return self.client.post(RESUME, fields)

    def opens(self, application: Application, page: Any) -> bool:
        """Tell whether the page leads into the application, which then says what to do next."""
        if page.status_code != 302:
            return False
        number = numbers.for_people(application.number)
        return number in self.client.get("/en/eta/apply/number/").content.decode()


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock be ours, and work so small that a test may do it."""
    monkeypatch.setattr(Person, "moment", NOW)
    monkeypatch.setattr(clock, "now", lambda: Person.moment)
    monkeypatch.setattr(guesses, "GUESSES", replace(GUESSES, units=0.01))
    monkeypatch.setattr(guesses, "GUESSES_AT", replace(GUESSES_AT, units=0.01))


def later(**time: float) -> None:
    Person.moment += timedelta(**time)


def unknown() -> str:
    return numbers.new_number(numbers.APPLICATION)


def spend_budget(network: str = HERE, times: int = GUESSES.burst) -> None:
    """Type pairs that open nothing, each another number, until the next one has a price."""
    for _ in range(times):
        assert Person(network).types(unknown(), "ABCDEFGH").status_code == 422


def test_a_network_that_guesses_at_all_numbers_is_asked_to_work_or_wait() -> None:
    draft, person = make_draft(), Person()
    spend_budget()
    rows = Try.objects.count()
    page = person.types(draft.application.number, draft.pin)
    assert (page.status_code, page["Retry-After"]) == (429, "30")
    assert "<title>One moment · Guichet</title>" in page.content.decode()
    assert Try.objects.count() == rows, "what was not tried leaves nothing"

    later(seconds=12)
    early = person.sends_again(page)
    assert (early.status_code, early["Retry-After"]) == (429, "18")
    later(seconds=19)
    assert person.opens(draft.application, person.sends_again(early))
    assert Person(ELSEWHERE).types(draft.application.number, draft.pin).status_code == 302


def test_it_makes_no_difference_whether_a_number_exists() -> None:
    draft = make_draft()
    spend_budget()
    on_file, made_up = (
        Person().types(number, "ABCDEFGH") for number in (draft.application.number, unknown())
    )
    shapes = {
        re.sub(r'(value|challenge)="[^"]*"|nonce="[^"]*"|content="[^"]*"|>[0-9A-Z]{6}<', "", text)
        for text in (on_file.content.decode(), made_up.content.decode())
    }
    assert on_file.status_code == made_up.status_code == 429
    assert len(shapes) == 1


def test_both_programmes_and_the_status_share_one_budget() -> None:
    booked = make_booked(now=NOW)
    spend_budget()
    keys = {"number": str(booked.appointment.confirmation_number), "pin": booked.pin}
    assert Person().client.post(MANAGE, keys).status_code == 429
    fields = {"passport_number": "PA0000001", "issuer": "IRL", "number": unknown()}
    birth = {"birth_date_year": "1985", "birth_date_month": "5", "birth_date_day": "17"}
    assert Person().client.post(STATUS, fields | birth).status_code == 429
    assert Person(ELSEWHERE).client.post(MANAGE, keys).status_code == 302


def test_a_try_that_was_waited_for_is_good_once() -> None:
    person = Person()
    spend_budget()
    page = person.types(unknown(), "ABCDEFGH")
    later(seconds=31)
    assert person.sends_again(page).status_code == 422
    assert person.sends_again(page).status_code == 429


def test_no_more_waits_count_than_the_table_says_and_work_goes_on() -> None:
    spend_budget()
    answers = []
    for _ in range(GUESS_WAITS.burst + 1):
        person = Person()
        page = person.types(unknown(), "ABCDEFGH")
        later(seconds=31 / (GUESS_WAITS.burst + 1))
        answers.append((person, page))
    later(seconds=31)
    codes = [person.sends_again(page).status_code for person, page in answers]
    assert codes == [422] * GUESS_WAITS.burst + [429]


def by_program(number: str, pin: str, network: str = HERE, work: str = "") -> Any:
    pair = b64encode(f"{number}:{pin}".encode()).decode()
    headers = {"Authorization": f"Basic {pair}"} | ({"Guichet-Proof": work} if work else {})
    client = Client(REMOTE_ADDR=network, headers=headers)
    return client.get(f"/api/v1/eta/applications/{number}")


def test_a_program_works_or_waits_and_gets_on() -> None:
    draft = make_draft()
    number, pin = draft.application.number, draft.pin
    spend_budget()
    obstacle = by_program(number, pin)
    assert (obstacle.status_code, obstacle.json()["code"]) == (429, "proof_needed")
    challenge = Challenge.from_dict(obstacle.json()["challenge"])
    solution = solve_challenge(challenge)
    assert solution
    work = Payload(challenge, solution).to_base64()
    assert by_program(number, pin, work=work).status_code == 200

    obstacle = by_program(number, pin)
    later(seconds=int(obstacle["Retry-After"]))
    assert by_program(number, pin).status_code == 200


def test_the_wider_networks_have_larger_budgets() -> None:
    networks = [f"2001:db8:1:{net:x}::1" for net in range(GUESSES.burst)]
    for network in networks:
        spend_budget(network, times=2)  # 60 of one /56, which has twice as many
    assert Person("2001:db8:1:99::1").types(unknown(), "A").status_code == 429
    assert Person("2001:db8:1:100::1").types(unknown(), "A").status_code == 422, "another /56"
    for net in range(2 * GUESSES.burst):
        network = f"2001:db8:1:{256 * (2 + net % 8):x}::1"
        if Person(network).types(unknown(), "A").status_code == 429:
            break
    assert Person("2001:db8:1:ff00::1").types(unknown(), "A").status_code == 429, "the /48"
    assert Person("2001:db8:2::1").types(unknown(), "A").status_code == 422


def guess_from_many_networks(application: Application, times: int) -> None:
    wrong = wrong_pin(tokens.pin_of(application))
    for turn in range(times):
        network = f"203.0.113.{turn % 250}"
        assert Person(network).types(application.number, wrong).status_code in {422, 429}


def test_a_number_that_many_guess_at_costs_work_but_not_where_it_was_opened_before() -> None:
    draft = make_draft()
    owner = Person(ELSEWHERE)
    assert owner.opens(draft.application, owner.types(draft.application.number, draft.pin))
    guess_from_many_networks(draft.application, GUESSES_AT.burst)

    stranger = Person("198.51.100.99")
    page = stranger.types(draft.application.number, draft.pin)
    assert page.status_code == 429
    assert "perhaps by somebody else" in page.content.decode()
    owner.client.cookies.pop(handles.COOKIE)
    assert owner.opens(draft.application, owner.types(draft.application.number, draft.pin))
    assert Person("198.51.100.9").types(unknown(), "A").status_code == 422, "others cost nothing"
    later(seconds=31)
    assert stranger.opens(draft.application, stranger.sends_again(page)), "the owner's telephone"


def test_the_price_of_a_number_has_an_end() -> None:
    assert GUESSES_AT.price(10**6) == GUESSES_AT.price(GUESSES_AT.owed) <= 64
    for owed in range(GUESSES_AT.owed):
        assert GUESSES_AT.price(owed) <= GUESSES_AT.price(owed + 1)


def test_a_shared_computer_keeps_no_mark_and_erasing_takes_it() -> None:
    draft = make_draft()
    own = Person()
    own.types(draft.application.number, draft.pin)
    cookie = own.client.cookies[visits.OPENED]
    assert draft.application.number not in cookie.value and cookie["max-age"]
    own.client.post("/en/finish/")
    assert not own.client.cookies[visits.OPENED].value

    shared = Person()
    shared.client.cookies[visits.SHARED] = "1"
    shared.types(draft.application.number, draft.pin)
    assert visits.OPENED not in shared.client.cookies


def test_made_up_numbers_leave_no_rows_without_bound() -> None:
    for _ in range(100):
        Person().types(unknown(), "ABCDEFGH")
    assert Try.objects.count() == GUESSES.burst
    assert Bucket.objects.count() <= 2 * GUESSES.burst + 5


def test_the_load_tests_switch_lifts_no_tries_of_a_number(settings: Any) -> None:
    settings.RATE_LIMITS = False
    application = make_draft().application
    spend_budget(times=GUESSES.burst + 5)
    wrong = [Person().types(application.number, "A").status_code for _ in range(6)]
    assert wrong == [422] * 5 + [429]


def test_failures_are_counted_for_who_watches() -> None:
    spend_budget(times=3)
    metrics = Client().get("/metrics").content.decode()
    assert 'guichet_failed_guesses_total{kind="eta_pin"} 3' in metrics
    assert 'guichet_failed_guesses_total{kind="pin"} 0' in metrics
