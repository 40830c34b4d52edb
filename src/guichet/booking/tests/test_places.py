"""A hold that was read before it was booked says afterwards what the database says."""

import pytest

from guichet.booking import actions, queries
from guichet.booking.testing import NOW, make_details, make_hold, make_open_slot

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
