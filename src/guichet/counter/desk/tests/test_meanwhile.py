"""A press does what its page showed: where somebody was quicker, it says who did what and when."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking.models import Appointment
from guichet.booking.tests.journey import Now
from guichet.counter.desk.tests.walking import press, press_shown, ticket_on, words_of
from guichet.counter.models import Serving, Ticket
from guichet.counter.testing import (
    TEN,
    make_checked_in,
    make_desk_office,
    make_expected,
    make_walk_in,
)
from guichet.offices.models import Office
from guichet.staff.testing import make_posted, sign_in_as

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def colleague(office: Office) -> Client:
    """The browser of somebody else at that office."""
    browser = Client()
    sign_in_as(browser, make_posted(office.pk, "counter_officer", name="anna"))
    return browser


def page_of(client: Client, office: Office, ticket: Ticket | None = None) -> Any:
    """Open the desk, with a ticket on top."""
    return client.get(f"/staff/desk/{office.pk}/", {"ticket": ticket.pk} if ticket else {})


def status_of(appointment: Appointment) -> str:
    """Return where an appointment stands."""
    return Appointment.objects.get(pk=appointment.pk).status


@pytest.mark.usefixtures("manager")
def test_a_press_that_was_meant_for_another_state_does_nothing(
    client: Client, colleague: Client, office: Office
) -> None:
    ticket = make_walk_in(office)
    press(client, office, "call", desk="1")
    page = page_of(client, office, ticket)
    press(colleague, office, f"tickets/{ticket.pk}/start")

    answer = press_shown(client, page, "undo")  # of the call, as the page showed it
    assert answer.status_code == 409
    assert "is served at desk 1, since 10:00 AM by anna" in words_of(answer)
    assert ticket_on(answer) == ("101", "in_service")
    assert Serving.objects.get().ended_at is None
    for state in ("called", "waiting"):
        answer = press_shown(client, answer, "undo")
        assert ticket_on(answer) == ("101", state)


@pytest.mark.usefixtures("manager")
def test_a_note_that_came_too_late_is_not_lost(
    client: Client, colleague: Client, office: Office
) -> None:
    ticket = make_walk_in(office)
    press(client, office, "call", desk="1")
    press(client, office, f"tickets/{ticket.pk}/start")
    press(colleague, office, f"tickets/{ticket.pk}/finish")
    note = "The lease is missing"
    answer = press(client, office, f"tickets/{ticket.pk}/finish", note=note)
    assert answer.status_code == 409
    assert note in words_of(answer)
    assert Serving.objects.get().note == ""


@pytest.mark.usefixtures("manager")
def test_a_form_without_a_mark_goes_by_the_state(client: Client, office: Office) -> None:
    ticket = make_walk_in(office)
    assert press(client, office, f"tickets/{ticket.pk}/left").status_code == 200
    assert press(client, office, f"tickets/{ticket.pk}/left").status_code == 409


@pytest.mark.usefixtures("manager")
def test_who_never_came_is_noted_only_after_their_time_and_the_grace(
    client: Client, office: Office, now: Now
) -> None:
    appointment = make_expected(office=office)
    assert "/no-show/" not in page_of(client, office).content.decode()
    path = f"expected/{appointment.pk}/no-show"
    answer = press(client, office, path)
    assert answer.status_code == 409
    assert "they are expected until 10:15 AM" in words_of(answer)

    now.at = TEN + 15 * MINUTE
    answer = press_shown(client, page_of(client, office), "no-show")
    assert status_of(appointment) == "no_show"
    assert "Did not come" in words_of(answer)
    answer = press_shown(client, answer, "undo")
    assert status_of(appointment) == "booked"
    press(client, office, path)
    answer = press(client, office, "check-in", code=appointment.confirmation_number)
    assert answer.status_code == 409
    assert "noted on Tuesday, December 1, 2026, 10:15 AM by mia that they did not come" in words_of(
        answer
    )
    answer = press_shown(client, answer, "check-in")
    assert ticket_on(answer) == ("101", "waiting")
    assert status_of(appointment) == "checked_in"


@pytest.mark.usefixtures("manager")
def test_who_was_checked_in_meanwhile_is_no_no_show(
    client: Client, colleague: Client, office: Office, now: Now
) -> None:
    appointment = make_expected(office=office)
    now.at = TEN + 20 * MINUTE
    page = page_of(client, office)
    press(colleague, office, f"expected/{appointment.pk}/check-in")
    for answer in (
        press_shown(client, page, "no-show"),
        press(client, office, f"expected/{appointment.pk}/no-show"),
        press(client, office, f"expected/{appointment.pk}/undo"),
    ):
        assert answer.status_code == 409
        assert "10:20 AM" in words_of(answer) and "anna" in words_of(answer)
    assert status_of(appointment) == "checked_in"


@pytest.mark.usefixtures("manager")
def test_who_is_early_agrees_to_be_called_and_takes_it_back(
    client: Client, office: Office, now: Now
) -> None:
    now.at = TEN - 30 * MINUTE
    ticket = make_checked_in(make_expected(office=office), now=now.at)
    page = page_of(client, office, ticket)
    assert "nobody calls them before 10:00 AM unless they agree" in words_of(page)
    page = press_shown(client, page, "agree")
    assert "nobody calls them" not in words_of(page)
    page = press_shown(client, page, "undo")
    assert "nobody calls them" in words_of(page)
    press_shown(client, page, "agree")
    assert ticket_on(press(client, office, "call", desk="1")) == ("101", "called")
    assert press(client, office, f"tickets/{ticket.pk}/agree").status_code == 409


@pytest.mark.usefixtures("manager")
def test_who_is_late_is_told_how_they_wait(client: Client, office: Office, now: Now) -> None:
    now.at = TEN + 40 * MINUTE
    ticket = make_checked_in(make_expected(office=office), now=now.at)
    words = words_of(page_of(client, office, ticket))
    assert "They are 40 minutes late" in words
    assert "10:40 AM" in words


@pytest.mark.usefixtures("manager")
def test_nothing_is_told_of_the_people_of_another_office(client: Client, office: Office) -> None:
    elsewhere = make_desk_office("ELS")
    theirs = make_expected(office=elsewhere)
    make_checked_in(theirs)
    page = press(client, office, "check-in", code=theirs.confirmation_number)
    words = words_of(page)
    assert page.status_code == 409
    assert theirs.name not in words and "101" not in words
    assert "/en/offices/ELS/" in page.content.decode()
    assert press(client, office, f"expected/{theirs.pk}/check-in").status_code == 409


@pytest.mark.usefixtures("manager")
def test_it_says_what_somebody_came_for_before(client: Client, office: Office) -> None:
    before = make_expected(office=office, starts_at=TEN - timedelta(days=30))
    Appointment.objects.filter(pk=before.pk).update(ended_as="no_show", identity=None)
    elsewhere = make_expected(office=make_desk_office("ELS"), starts_at=TEN - timedelta(days=20))
    Appointment.objects.filter(pk=elsewhere.pk).update(identity=None, letters=None, words=None)
    Appointment.objects.filter(pk=before.pk).update(letters=None, words=None)
    ticket = make_checked_in(make_expected(office=office))
    words = words_of(page_of(client, office, ticket))
    assert "Past appointments here: 1. The last was on November 1, 2026: did not come." in words
    assert "What they were told to bring" in words
