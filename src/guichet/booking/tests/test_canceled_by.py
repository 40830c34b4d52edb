"""The page of an appointment that somebody else canceled: it thanks nobody, and blames no wrong."""

import pytest
from django.test import Client

from guichet.booking import actions
from guichet.booking.on_behalf.many import CANCEL_MANY
from guichet.booking.testing import NOW, make_booked
from guichet.booking.tests.journey import MANAGE, NOTICE
from guichet.booking.tests.pages import text_of
from guichet.kernel import clock
from guichet.kernel.record import audit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("actor", "is_with_many", "sentence"),
    [
        ("staff:7", False, "The staff of the office canceled this appointment."),
        ("staff:7", True, "The office had to cancel this appointment. We are sorry."),
        ("system", False, "This appointment was booked for an interview that no longer takes"),
    ],
)
def test_it_says_who_else_canceled_and_thanks_nobody_for_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, actor: str, is_with_many: bool, sentence: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    booked = make_booked()
    person = booked.appointment
    client.post(MANAGE, {"number": str(person.confirmation_number), "pin": booked.pin})
    actions.cancel(person, now=NOW, actor=actor)
    if is_with_many:
        audit.write(CANCEL_MANY, "appointment", person.pk, actor=actor, now=NOW)
    words = text_of(client.get(NOTICE))
    assert sentence in words
    assert "Thank you" not in words and ("The office had to" in words) is is_with_many
