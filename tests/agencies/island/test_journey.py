"""From the first question over the payment in the island's currency to the status."""

import pytest
from django.test import Client

from guichet.applications.models import Payment
from guichet.applications.tests.paper import begin, fill_in, pay, sign, text_of
from guichet.applications.tests.visitor import Visitor
from guichet.web.addresses.paths import address
from tests.agencies.island.people import TRAVELER as NIAMH

pytestmark = pytest.mark.django_db


def test_an_application_is_sent_paid_for_and_followed() -> None:
    visitor = Visitor()
    assert visitor.get("/en/").status_code == 200
    begin(visitor)
    review = fill_in(visitor, NIAMH)
    price = text_of(sign(visitor, review, NIAMH))
    assert "NZD" in price and "23.50" in price and "CAD" not in price
    standing = pay(visitor)
    assert standing.status_code == 200
    payment = Payment.objects.get()
    assert (payment.cents, payment.currency, payment.state) == (2350, "NZD", "paid")
    assert visitor.get(address("applications:standing", "en"), follow=True).status_code == 200
    letters = text_of(visitor.get(address("applications:standing", "ja"), follow=True))
    assert "appointment" not in letters.lower()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("page", ["home", "apply", "resume", "look_up", "results"])
def test_its_pages_say_nothing_of_an_appointment(page: str, language: str) -> None:
    answer = Client().get(address(f"applications:{page}", language), follow=True)
    assert answer.status_code == 200
    words = answer.content.decode().lower()
    assert "appointment" not in words and "予約" not in words
