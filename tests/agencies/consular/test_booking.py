"""From the first page to the notice, in each of the three languages."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.testing import make_open_slot
from guichet.booking.tests.journey import ADA, marks_on
from guichet.kernel import clock
from guichet.web.addresses.paths import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "pt", "ar"])
def test_an_appointment_is_made_and_its_notice_seen(client: Client, language: str) -> None:
    slot = make_open_slot(starts_at=clock.now() + timedelta(days=7))
    client.get(address("guidance:home", language))
    client.post(address("booking:hold", language, slot=slot.pk))
    details = address("booking:details", language)
    form = client.get(details)
    assert form.status_code == 200
    review = client.post(details, {**ADA, "phone": "+33123456789", **marks_on(form)}, follow=True)
    assert review.redirect_chain[-1][0] == address("booking:review", language)
    notice = client.post(address("booking:book", language), marks_on(review), follow=True)
    where = notice.redirect_chain[-1][0].partition("?")[0]
    assert where == address("booking:notice", language)
    words = notice.content.decode()
    assert notice.status_code == 200 and "Ada Lovelace" in words
    assert "/eta/" not in words
    paper = client.get(address("booking:notice_pdf", language))
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
