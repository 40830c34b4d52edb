"""The page on which a client reads what was said about their appointment, with number and PIN."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.actions import BookedAppointment
from guichet.booking.models import CallTask
from guichet.booking.telling import called
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import BASE, MANAGE, NOTICE
from guichet.booking.tests.pages import text_of
from guichet.interactions import actions as contacts
from guichet.interactions.models import Interaction, Subject
from guichet.interactions.testing import make_noted
from guichet.kernel import clock
from guichet.staff.testing import make_staff
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
PAGE = f"{BASE}contacts/"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def booked(client: Client) -> BookedAppointment:
    booked = make_booked(make_open_slot())
    number = booked.appointment.confirmation_number
    client.post(MANAGE, {"number": number, "pin": booked.pin})
    return booked


def test_it_tells_what_was_said_and_promised_and_nothing_internal(
    client: Client, booked: BookedAppointment
) -> None:
    subject = ("appointment", str(booked.appointment.confirmation_number))
    call = make_noted([("told", "Bring the form."), ("internal", "In a hurry.")], subject, now=NOW)
    make_noted([("told", "Of another.")], ("appointment", "23456789Q"), now=NOW)
    due_on = (NOW + timedelta(days=3)).date()
    sending = contacts.make_promise(call.pk, "send_again", due_on=due_on, owner="agents", now=NOW)
    contacts.keep(sending.pk, now=NOW)
    contacts.make_promise(call.pk, "call_back", due_on=due_on, owner="agents", now=NOW)

    assert "appointments/contacts/?" in client.get(NOTICE).content.decode()
    page = text_of(client.get(PAGE))
    for words in ("Bring the form.", "To send something again", "Kept on", "A call back", "open"):
        assert words in page
    for words in ("In a hurry", "Of another"):
        assert words not in page
    assert texts("history").get("title", "ja").text in text_of(
        client.get(PAGE.replace("/en/", "/ja/"))
    )


def test_a_call_that_staff_made_is_read_there_once_in_the_language_of_the_booking(
    client: Client, booked: BookedAppointment
) -> None:
    kind = CallTask.Kind.PLACE
    task = CallTask.objects.create(
        appointment=booked.appointment, kind=kind, about_on=NOW.date(), since=NOW
    )
    agent = make_staff("intake_officer")
    for _ in range(2):
        called.reached(task, by=f"staff:{agent.pk}", agent=agent.pk, now=NOW)
    call = Interaction.objects.get()
    assert (call.direction, call.channel, call.has_case) == ("out", "telephone", True)
    assert Subject.objects.get().number == booked.appointment.confirmation_number
    page = text_of(client.get(PAGE))
    assert "We told you where to come now." in page and "We to you" in page


def test_it_says_so_where_there_is_none(client: Client, booked: BookedAppointment) -> None:
    assert booked.appointment.pk
    page = text_of(client.get(PAGE.replace("/en/", "/ar/")))
    assert texts("history").get("appointment.none", "ar").text in page
    mark = "about=of-another"
    assert client.get(f"{PAGE}?{mark}").status_code == 409
