"""An interview that is handed over to the appointments, from both sides."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from guichet.applications import numbers
from guichet.applications.models import OfficerTask
from guichet.applications.testing import make_listed
from guichet.applications.tests.paper import text_of
from guichet.booking import actions as booking
from guichet.booking.testing import make_booked, make_open_slot
from guichet.casework.tests.desk import address, body
from guichet.interviews.sentences import say, when
from guichet.interviews.tests.walking import invite_by_page, newest_letter, open_in, press
from guichet.kernel import clock
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
HANDED_OVER = {"manner": "office", "place": "", "days": []}


def test_an_interview_is_handed_over_to_the_appointments(client: Client) -> None:
    officer = Client()
    sign_in(officer, "intake_officer")
    application = make_listed(now=clock.now())
    assert "Waits for a choice" in invite_by_page(officer, application, **HANDED_OVER)
    path = open_in(client, application)
    page = client.get(path)
    for text in (text_of(page), newest_letter(client)):
        assert numbers.for_people(application.number) in text
        assert "/en/appointments/" in text
    assert "Book an appointment at an office by" in text_of(client.get("/en/eta/status/yours/"))

    slot = make_open_slot(starts_at=clock.now() + timedelta(days=9))
    claim = make_booked(slot, now=clock.now())
    number = claim.appointment.confirmation_number or ""
    for fields, sentence in [
        ({"confirmation_number": "", "appointment_pin": ""}, "No appointment has this number"),
        ({"confirmation_number": number, "appointment_pin": "1"}, "No appointment has this number"),
    ]:
        answer = press(client, page, "book", {**fields, "do": "book"})
        assert answer.status_code == 422
        assert f'confirmation_number-error">{sentence}' in body(answer)
        assert f'value="{fields["confirmation_number"]}"' in body(answer)
    pair = {"confirmation_number": number, "appointment_pin": claim.pin, "do": "book"}
    for _ in range(2):
        answer = press(client, page, "book", pair)
        assert say("said.booked", "en") in text_of(answer)
    time = when(slot.starts_at.astimezone(ZoneInfo(slot.office.time_zone)), "en")
    for text in (
        text_of(answer),
        text_of(client.get("/en/eta/status/yours/")),
        newest_letter(client),
        text_of(officer.get(address(application))),
    ):
        assert time in text
    assert OfficerTask.objects.filter(done_at=None).get().due_at == slot.starts_at

    booking.cancel(claim.appointment, now=clock.now())
    assert "Book an appointment at an office by" in text_of(client.get(path))
