"""A page costs what it costs where both programmes are on: not a statement, not a file more."""

from datetime import timedelta

import pytest

from guichet.booking.testing import make_open_slot
from guichet.kernel import clock
from tests.agencies.costs import OF_AN_OFFICE, STATEMENTS, costs_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "pt", "ar"])
@pytest.mark.parametrize(
    "name", ["guidance:home", "web:contact", "web:privacy", "booking:start", "booking:manage"]
)
def test_a_page_costs_no_more(name: str, language: str) -> None:
    assert costs_of(name, language) == (STATEMENTS[name], [])


def test_the_page_of_an_office_costs_no_more() -> None:
    slot = make_open_slot(starts_at=clock.now() + timedelta(days=7))
    place = {"office": slot.office_id, "service": slot.service_id}
    assert costs_of("booking:times", "fr", **place) == (OF_AN_OFFICE, [])
