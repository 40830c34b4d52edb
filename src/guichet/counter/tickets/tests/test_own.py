"""Who was checked in at the desk finds their ticket where they find their appointment."""

import pytest
from django.test import Client

from guichet.booking.keys import tokens as keys
from guichet.booking.tests.journey import Now
from guichet.counter import tokens
from guichet.counter.testing import make_checked_in, make_desk_office, make_expected

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_an_appointment_leads_to_its_ticket(
    client: Client, now: Now, language: str
) -> None:
    person = make_expected(office=make_desk_office())
    ticket = make_checked_in(person, now=now.at)
    fields = {"number": person.confirmation_number, "pin": keys.first_pin(person)}
    page = client.post(f"/{language}/appointments/manage/", fields, follow=True)
    address = f"/{language}/tickets/{tokens.token_of(ticket.pk)}/"
    assert f'<a href="{address}">' in page.content.decode()
