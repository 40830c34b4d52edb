"""Whoever has an invitation hears of it in time: reminded, gone, there again, and none left."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.applications import numbers, tokens
from guichet.applications.decisions import requests
from guichet.applications.letters import mail as letters_mail
from guichet.applications.models import Application, OfficerTask
from guichet.applications.testing import make_listed
from guichet.applications.tests.paper import text_of
from guichet.booking import actions as booking
from guichet.booking.actions import BookedAppointment
from guichet.booking.models import Slot
from guichet.booking.testing import make_booked, make_open_slot
from guichet.casework.tests.desk import address, body
from guichet.interviews import actions, following, testing
from guichet.interviews.models import Interview
from guichet.interviews.sentences import at_home, say, when
from guichet.interviews.tests.walking import choose, newest_letter, offered, open_in
from guichet.kernel import clock
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
OFFICE: dict[str, object] = {"way": "office", "place": "", "times": ()}
SOON = timedelta(days=5)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_who_did_not_answer_is_reminded_once_of_the_times(language: str) -> None:
    client = Client()
    interview = testing.make_invited(now=clock.now())
    Application.objects.update(language=language)
    assert requests.remind(now=clock.now()) == 0
    assert [requests.remind(now=clock.now() + SOON) for _ in range(2)] == [1, 0]
    open_in(client, interview.application, language)
    zoned = testing.days_after(clock.now(), 10)[0]
    letter = newest_letter(client, language)
    assert when(zoned, language) in letter and say("label.times", language) in letter
    mail = letters_mail.mail(interview.application.letters.get(kind="reminder"))
    assert ("invité à une entrevue" if language == "fr" else "invited you to an interview") in (
        mail.text
    )
    interview.refresh_from_db()
    assert interview.declined_at is None


def test_who_answered_is_not_reminded() -> None:
    testing.choose(testing.make_invited(now=clock.now()), now=clock.now())
    assert requests.remind(now=clock.now() + SOON) == 0


def _named(application: Application, slot: Slot) -> tuple[Interview, BookedAppointment]:
    interview = testing.invite(application, now=clock.now(), **OFFICE)
    claim = make_booked(slot, now=clock.now(), case_number=application.number)
    number = claim.appointment.confirmation_number or ""
    return testing.name_appointment(interview, number, now=clock.now()), claim


@pytest.mark.parametrize("is_late", [False, True])
def test_who_loses_the_appointment_is_written_to(client: Client, is_late: bool) -> None:
    application = make_listed(now=clock.now())
    interview, claim = _named(application, make_open_slot(starts_at=clock.now() + 4 * SOON))
    if is_late:
        interview.request.due_on -= 2 * SOON
        interview.request.save(update_fields=["due_on"])
    booking.cancel(claim.appointment, now=clock.now())
    following.follow_appointments(now=clock.now())
    letter = application.letters.get(kind="interview_gone")
    text = letters_mail.mail(letter).text
    assert ("has passed. An officer decides" in text) is is_late
    assert ("Book another appointment at an office." in text) is not is_late
    open_in(client, application)
    assert "was canceled, or the office is closed" in newest_letter(client)
    assert letters_mail.STILL_TRUE["interview_gone"](letter)
    testing.invite(application, now=clock.now())
    assert not letters_mail.STILL_TRUE["interview_gone"](letter)


def test_who_says_that_they_cannot_come_is_not_told_that_it_is_gone(client: Client) -> None:
    slot = make_open_slot(starts_at=clock.now() + 4 * SOON)
    interview, _ = _named(make_listed(now=clock.now()), slot)
    showing = testing.showing_of(interview)
    actions.decline(interview.application_id, "", showing=showing, now=clock.now())
    assert not interview.application.letters.filter(kind="interview_gone").exists()


def test_an_officer_reads_who_has_no_time_left(client: Client) -> None:
    officer = Client()
    sign_in(officer, "intake_officer")
    first, second = (testing.make_invited(number, now=clock.now()) for number in (1, 2))
    third = testing.make_invited(3, now=clock.now())
    file = address(first.application)
    testing.choose(second, now=clock.now())
    Interview.objects.filter(pk=first.pk).update(times=first.times[:2])
    page = client.get(open_in(client, first.application))
    assert "given to somebody else" in text_of(officer.get(file))
    assert "Waits for a choice" in text_of(officer.get(file))
    testing.choose(third, 1, now=clock.now())
    answer = choose(client, page, first.starts[1])
    assert answer.status_code == 422
    assert say("problem.last_time_taken", "en") in text_of(answer)
    assert "All times are given to others" in text_of(officer.get(file))
    assert 'offer_times">Offer other times<' in body(officer.get(file))
    task = OfficerTask.objects.get(about=first.application, done_at=None)
    assert (task.kind, task.facts["reason"]) == ("offer_times", "interview_none_left")
    line = text_of(officer.get("/staff/cases/?kind=offer_times"))
    assert numbers.for_people(first.application.number) in line and "were given to others" in line
    page = text_of(officer.get("/staff/cases/?kind=answered"))
    assert numbers.for_people(first.application.number) not in page
    testing.invite(first.application, now=clock.now(), days=[20])
    task.refresh_from_db()
    assert task.done_at


def test_the_summary_of_an_offer_has_the_clock_at_home(client: Client) -> None:
    application = make_listed(now=clock.now(), home_country="ARE")
    Application.objects.update(language="ar")
    video: dict[str, Any] = {"way": "video", "place": "https://calls.example.org/1"}
    interview = testing.invite(application, now=clock.now(), zone="America/Toronto", **video)
    letter = application.letters.get(kind="interview_offered")
    value = testing.invitation.of(Interview.objects.get(pk=interview.pk))
    for time in value.times:
        assert at_home(value, time, "ar") in letters_mail.mail(letter).text


def test_who_books_for_an_interview_reads_what_to_choose(client: Client) -> None:
    application = make_listed(now=clock.now())
    testing.invite(application, now=clock.now(), **OFFICE)
    page = text_of(client.get(open_in(client, application)))
    assert "choose: Question about a case in progress." in page
    assert "choose: Question about a case in progress." in newest_letter(client)


def test_programs_are_told_no_day_before_the_interview(client: Client) -> None:
    interview = testing.make_invited(now=clock.now())
    answers = interview.application.answers
    keys = ("passport_number", "issuer", "birth_date")
    question = {"number": interview.application.number, **{key: answers[key] for key in keys}}
    for _ in range(2):
        path = "/api/v1/eta/status"
        shape = client.post(path, question, content_type="application/json").json()
        assert shape["decision_due_at"] is None, shape
        testing.choose(interview, now=clock.now())


def test_the_owners_program_gets_the_time_of_an_interview(client: Client) -> None:
    interview = testing.make_invited(now=clock.now())
    application = interview.application
    secret = f"{application.number}:{tokens.pin_of(application)}".encode()
    keys = {"Authorization": f"Basic {b64encode(secret).decode()}"}
    path = f"/api/v1/eta/applications/{application.number}"
    assert client.get(path, headers=keys).json()["interview"] is None
    testing.choose(interview, now=clock.now())
    starts_at = testing.days_after(clock.now(), 10)[0]
    assert client.get(path, headers=keys).json()["interview"] == {
        "way": "place",
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(minutes=30)).isoformat(),
        "time_zone": "Europe/Paris",
        "place": testing.IN_PLACE.place,
        "number": None,
    }


@pytest.mark.parametrize("number", ["613 555 0100", "call me 12345 please", "+12"])
def test_a_number_to_call_has_its_country(client: Client, number: str) -> None:
    sign_in(client, "intake_officer")
    path = address(make_listed(now=clock.now()), "invite")
    form = {**offered(), "manner": "telephone", "telephone": number, "seen": "9" * 9}
    page = client.post(path, form)
    assert page.status_code == 422 and 'id="id_telephone-error">' in body(page)
    page = client.post(path, {**form, "telephone": "+1 613 555 0100"})
    assert 'id="id_telephone-error">' not in body(page)
