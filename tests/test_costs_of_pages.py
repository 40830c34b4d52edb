"""What a page costs in statements and files where both programmes are on and nothing lies over."""

from datetime import timedelta

import pytest

from guichet.booking.testing import make_open_slot
from guichet.kernel import clock
from tests.agencies.costs import OF_AN_OFFICE, STATEMENTS, costs_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_page_costs_what_agencies_are_held_to(name: str) -> None:
    assert costs_of(name, "fr") == (STATEMENTS[name], [])


def test_the_page_of_an_office_costs_no_more() -> None:
    slot = make_open_slot(starts_at=clock.now() + timedelta(days=7))
    place = {"office": slot.office_id, "service": slot.service_id}
    assert costs_of("booking:times", "fr", **place) == (OF_AN_OFFICE, [])
