"""The fee on the pages: what a provider says late, twice, or not at all."""

import json
from collections.abc import Mapping

import pytest
from django.test import Client

from guichet.applications.fee import providers
from guichet.applications.fee.providers import Report
from guichet.applications.models import Application
from guichet.applications.testing import NIAMH, NOW
from guichet.applications.tests.paper import BASE, begin, fill_in, pay, sign, stop_clock, text_of
from guichet.applications.tests.visitor import leads_to
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db
REPORT = BASE + "payment-report/"


class Bank:
    """A provider with a page of its own and a shared secret."""

    name = "bank"

    def begin(self, *, cents: int, currency: str, key: str) -> str:
        return f"bank-{key}"

    def address(self, reference: str, *, return_to: str) -> str:
        return f"https://bank.example/pay?{reference}"

    def read(self, body: bytes, headers: Mapping[str, str]) -> Report:
        if headers.get("X-Secret") != "secret":
            raise Obstacle("not_allowed")
        return Report(**json.loads(body))


@pytest.fixture
def unpaid(client: Client, monkeypatch: pytest.MonkeyPatch) -> Application:
    stop_clock(monkeypatch, NOW)
    application = begin(client)
    sign(client, fill_in(client, NIAMH), NIAMH)
    return application


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> None:
    bank = Bank()
    monkeypatch.setattr(providers, "provider", lambda: bank)
    monkeypatch.setattr("guichet.applications.fee.actions.provider", lambda: bank)


def status_of_report(client: Client, application: Application, **headers: str) -> int:
    payment = application.payments.get()
    body = {"reference": payment.reference, "paid": True, "cents": 700, "currency": "CAD"}
    return client.post(REPORT, body, content_type="application/json", headers=headers).status_code


@pytest.mark.usefixtures("bank")
def test_it_hears_from_a_provider_late_and_twice(client: Client, unpaid: Application) -> None:
    assert leads_to(client.post(BASE + "pay/")).startswith("https://bank.example/")
    back = client.get(BASE + "paying/", follow=True)
    assert "not heard of your payment yet" in text_of(back)
    for _ in range(2):
        assert status_of_report(client, unpaid, **{"X-Secret": "secret"}) == 204
    page = client.get(BASE + "paying/", follow=True)
    assert "Approved" in text_of(page)
    assert unpaid.payments.filter(state="paid", refund_due=False).count() == 1


@pytest.mark.usefixtures("bank")
def test_it_says_that_a_payment_of_another_amount_comes_back(
    client: Client, unpaid: Application
) -> None:
    client.post(BASE + "pay/")
    reference = unpaid.payments.get().reference
    body = {"reference": reference, "paid": True, "cents": 699, "currency": "CAD"}
    client.post(REPORT, body, content_type="application/json", headers={"X-Secret": "secret"})
    assert "You get all of it back" in text_of(client.get(BASE + "pay/"))
    assert client.get(BASE + "receipt/").status_code == 302


@pytest.mark.usefixtures("bank")
def test_it_believes_no_stranger(client: Client, unpaid: Application) -> None:
    client.post(BASE + "pay/")
    assert status_of_report(client, unpaid) == 400
    unpaid.refresh_from_db()
    assert unpaid.state == "submitted_unpaid"


@pytest.mark.usefixtures("unpaid")
def test_it_takes_no_report_for_the_test_provider(client: Client) -> None:
    client.post(BASE + "pay/")
    assert client.post(REPORT, {}, content_type="application/json").status_code == 400


def test_it_lets_nobody_settle_the_payment_of_another(client: Client, unpaid: Application) -> None:
    reference = client.post(BASE + "pay/")["Location"].partition("payment=")[2]
    begin(client)
    client.post(BASE + "paying/", {"payment": reference, "outcome": "paid"})
    unpaid.refresh_from_db()
    assert unpaid.state == "submitted_unpaid"


def test_it_keeps_the_application_when_nobody_takes_payments(
    client: Client, unpaid: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> None:
        raise Obstacle("payment_unavailable")

    monkeypatch.setattr("guichet.applications.fee.actions.provider", none)
    page = client.post(BASE + "pay/")
    assert page.status_code == 503
    assert "not possible at this moment" in text_of(page)
    monkeypatch.undo()
    stop_clock(monkeypatch, NOW)
    assert "Approved" in text_of(pay(client))
