"""A hold that was read before it was booked says afterwards what the database says."""

import pytest

from guichet.booking import actions, places, queries
from guichet.booking.testing import NOW, make_details, make_hold, make_open_slot
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("email", ["", "ada@example.org"])
def test_it_knows_of_a_hold_what_confirming_has_written(email: str) -> None:
    claim = make_hold(make_open_slot())
    open_hold = queries.appointment(claim.pk)
    details = make_details(1, email=email, case_number="ABC", interpreter="fr")

    booked = actions.book(claim.pk, details, language="ar", now=NOW, open_hold=open_hold)

    read = queries.appointment(claim.pk)
    assert booked.appointment is open_hold
    for field in read._meta.concrete_fields:
        assert getattr(open_hold, field.attname) == getattr(read, field.attname), field.attname


def test_a_claim_gets_the_lowest_place_that_is_free() -> None:
    slot = make_open_slot(capacity=3)
    claims = [make_hold(slot, visitor=visitor) for visitor in "abc"]
    assert [queries.appointment(claim.pk).place for claim in claims] == [1, 2, 3]

    places.free(claims[1].pk, now=NOW, rest_until=NOW, actor="")

    assert queries.appointment(make_hold(slot, visitor="d").pk).place == 2
    with pytest.raises(Obstacle, match="slot_full"):
        make_hold(slot, visitor="e")
