"""What programs are told: sent twice, where to pay, and words that fit what was tried."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from guichet.applications.api.tests.test_api_applications import answer_for, call, start
from guichet.applications.models import Payment
from guichet.applications.testing import DECLARES, NOW, person
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


@pytest.mark.parametrize(("answers", "status"), [({}, "approved"), (dict(DECLARES), "in_progress")])
def test_it_takes_sending_twice_for_once_after_payment(
    answers: dict[str, str], status: str
) -> None:
    pair = start(answers=person(**answers))
    for token in ({"payment_token": "paid"}, {"payment_token": "paid"}, {}):
        again = answer_for(pair, "POST", "/submit", token)
        assert (again.status_code, again.json()["status"]) == (200, status)
    assert Payment.objects.count() == 1


def test_it_leads_to_where_one_can_pay(client: Client) -> None:
    pair = start(answers=person())
    standing = answer_for(pair, "POST", "/submit").json()
    address = urlsplit(standing["payment"]["address"])
    page = client.get(f"{address.path}?{address.query}", follow=True)
    target = re.search(r'<form[^>]* action="([^"]*resume[^"]*)"', text_of(page))
    assert target, "somebody whose browser has nothing open is asked for number and PIN"
    keys = {"number": pair[0], "pin": pair[1]}
    page = client.post(target[1], keys, follow=True)
    assert "Pay the fee" in text_of(page)


@pytest.mark.parametrize("headers", [{}, {"Idempotency_Key": "once"}])
def test_it_sends_nothing_while_nobody_takes_the_fee(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    def none() -> None:
        raise Obstacle("payment_unavailable")

    pair = start(answers=person())
    with monkeypatch.context() as patch:
        patch.setattr("guichet.applications.fee.actions.provider", none)
        assert answer_for(pair, "POST", "/submit", **headers).status_code == 503
    assert answer_for(pair).json()["status"] == "not_finished"
    again = answer_for(pair, "POST", "/submit", {"payment_token": "paid"}, **headers)
    assert (again.status_code, again.json().get("status")) == (200, "approved")


def test_it_speaks_of_an_application_where_one_was_not_opened() -> None:
    number, _ = start()
    answer = answer_for((number, "000000"))
    problem = answer.json()
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith('Basic realm="Your application"')
    assert problem["code"] == "wrong_credentials"
    words = problem["title"] + problem["detail"]
    assert "application" in words
    assert "appointment" not in words
    assert "notice" not in words


def test_it_speaks_of_it_in_the_readers_language() -> None:
    number, _ = start()
    answer = call("GET", f"applications/{number}", Accept_Language="de")
    assert answer["Content-Language"] == "de"
    assert "Antragsnummer" in answer.json()["detail"]
