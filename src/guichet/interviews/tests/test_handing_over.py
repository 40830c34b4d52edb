"""An interview that is handed over to the appointments, from both sides."""

import re
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guichet.applications import numbers
from guichet.applications.changes import actions as changes
from guichet.applications.decisions import requests
from guichet.applications.letters import mail
from guichet.applications.models import OfficerTask
from guichet.applications.testing import make_listed
from guichet.applications.tests.paper import text_of
from guichet.booking import actions as booking
from guichet.booking.actions import BookedAppointment
from guichet.booking.models import Slot
from guichet.booking.schedule.tests.closing import close
from guichet.booking.testing import make_booked, make_open_slot
from guichet.casework.tests.desk import address, body, do
from guichet.interviews import following, testing, upkeep
from guichet.interviews.models import Interview
from guichet.interviews.sentences import say, when
from guichet.interviews.tests.walking import (
    decline,
    invite_by_page,
    let_it_be_over,
    newest_letter,
    open_in,
    press,
)
from guichet.kernel import clock, references
from guichet.offices import actions as offices
from guichet.staff.testing import sign_in
from guichet.web.formats.dates import plain_day
from guichet.web.formats.durations import duration

pytestmark = pytest.mark.django_db
CANCELED = "The appointment for the interview was canceled"
STATUS, LIST = "/en/eta/status/yours/", "/staff/cases/"
BY_APPOINTMENT: dict[str, object] = {"way": "office", "place": "", "times": ()}
HANDED_OVER = {"manner": "office", "place": "", "days": []}


def test_an_interview_is_handed_over_to_the_appointments(client: Client) -> None:
    officer = Client()
    sign_in(officer, "intake_officer")
    application = make_listed(now=clock.now())
    assert "Waits for a choice" in invite_by_page(officer, application, **HANDED_OVER)
    page = client.get(open_in(client, application))
    for text in (text_of(page), newest_letter(client)):
        assert numbers.for_people(application.number) in text
        assert "/en/appointments/" in text
    assert "Book an appointment at an office by" in text_of(client.get(STATUS))

    slot = make_open_slot(capacity=2, starts_at=clock.now() + timedelta(days=9))
    claim = make_booked(slot, now=clock.now(), case_number=application.number)
    _name_what_is_not_theirs(client, page, claim, slot)
    for _ in range(2):
        answer = press(client, page, "answer", _pair(claim))
        assert say("said.booked", "en") in text_of(answer)
    time = when(slot.starts_at.astimezone(ZoneInfo(slot.office.time_zone)), "en")
    for text in (
        text_of(answer),
        text_of(client.get(STATUS)),
        newest_letter(client),
        text_of(officer.get(address(application))),
    ):
        assert time in text
    assert references.for_people(_number(claim)) in text  # the officer's file
    assert OfficerTask.objects.filter(done_at=None).get().due_at == slot.starts_at


def _name_what_is_not_theirs(
    client: Client, page: Any, claim: BookedAppointment, slot: Slot
) -> None:
    """Name half of a pair, the appointment of somebody else, and one with a wrong PIN."""
    other = make_booked(slot, number=1, now=clock.now(), date_of_birth=date(1990, 1, 1))
    wrong = "No appointment has this number"
    for number, pin, sentence in [
        ("", "", "Type the confirmation number"),
        (_number(claim), "", "Type the confirmation number"),
        (_number(other), other.pin, wrong),
        (_number(claim), "1", wrong),
    ]:
        fields = {"confirmation_number": number, "appointment_pin": pin, "do": "book"}
        answer = press(client, page, "answer", fields)
        assert answer.status_code == 422
        assert f'confirmation_number-error">{sentence}' in body(answer)
        assert f'value="{number}"' in body(answer)


def test_a_canceled_appointment_shows_at_once_on_page_api_and_list(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    officer = Client()
    sign_in(officer, "intake_officer")
    interview, claim = _named()
    path = open_in(client, interview.application)
    line = numbers.for_people(interview.application.number)
    assert say("said.booked", "en") in text_of(client.get(f"{path}?said=booked"))
    assert say("said.declined", "en") not in text_of(client.get(f"{path}?said=declined"))
    assert line in text_of(officer.get(LIST))
    assert _as_told_to_programs(client, interview) == ("in_progress", "wait_for_interview")
    with django_capture_on_commit_callbacks(execute=True):
        booking.cancel(claim.appointment, now=clock.now())
    assert line not in text_of(officer.get(LIST))
    assert _as_told_to_programs(client, interview) == ("action_needed", "come_to_interview")
    assert say("said.booked", "en") not in text_of(client.get(f"{path}?said=booked"))
    status = text_of(client.get(STATUS))
    assert "Book another appointment at an office by" in status
    assert "Answer the invitation" in status and "need not look here again" not in status
    page = client.get(path)
    assert "Book another appointment at an office by" in text_of(page)
    words = "Appointment canceled; waits for another one"
    assert words in text_of(officer.get(address(interview.application)))
    answer = press(client, page, "answer", _pair(claim))
    assert "This appointment is canceled or past" in text_of(answer)
    assert "Book another appointment at an office." in newest_letter(client)
    letter = interview.application.letters.get(kind="interview_chosen")
    before = text_of(client.get(f"/en/eta/yours/letters/{letter.pk}/"))
    _as_sent(before, claim.appointment.slot, "The appointment was canceled since")

    let_it_be_over(8)
    assert requests.list_overdue(now=clock.now()) == 1
    assert CANCELED in text_of(officer.get(f"{LIST}?reason=interview_gone"))
    assert CANCELED in text_of(officer.get(address(interview.application)))


def test_who_cancels_reads_what_that_means_for_the_interview(client: Client) -> None:
    interview, claim = _named()
    keys = {"number": _number(claim), "pin": claim.pin}
    client.post("/en/appointments/manage/", keys)
    day = plain_day(interview.request.due_on, "en")
    wording = f"book another appointment by {day} and name it on the page of your application"
    page = client.get("/en/appointments/cancel/")
    assert wording in text_of(page)
    fields = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', body(page)))
    assert wording in text_of(client.post("/en/appointments/cancel/", fields, follow=True))

    let_it_be_over(8)
    page = text_of(client.get("/en/appointments/notice/"))
    assert wording not in page and "say on the page of your application when you can come" in page


def _as_told_to_programs(client: Client, interview: Interview) -> tuple[str, str]:
    answers = interview.application.answers
    keys = ("passport_number", "issuer", "birth_date")
    question = {"number": interview.application.number, **{key: answers[key] for key in keys}}
    path = "/api/v1/eta/status"
    standing = client.post(path, question, content_type="application/json").json()
    return standing["status"], standing["next_step"]


def test_a_day_that_is_closed_shows_at_once_and_can_be_open_again(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    interview, claim = _named()
    open_in(client, interview.application)
    slot = claim.appointment.slot
    with django_capture_on_commit_callbacks(execute=True):
        closure = close(slot)
        offices.days_changed(slot.office.pk)
    assert "Book another appointment at an office by" in text_of(client.get(STATUS))
    assert _as_told_to_programs(client, interview)[0] == "action_needed"
    closure.delete()
    Slot.objects.update(closed=False)
    assert following.follow_appointments(now=clock.now()) == 1
    assert "Book another" not in text_of(client.get(STATUS))
    assert _as_told_to_programs(client, interview)[0] == "in_progress"


def test_a_page_changes_nothing_in_a_case(client: Client) -> None:
    interview, claim = _named()
    booking.cancel(claim.appointment, now=clock.now())  # as if the node had ended right then
    for path in (open_in(client, interview.application), STATUS):
        client.get(path)
        interview.request.refresh_from_db()
        assert interview.request.answered_at is not None


def test_following_asks_two_statements_however_many_interviews_there_are() -> None:
    claims = []
    for number in range(3):
        claims.append(_named(number)[1])
        with CaptureQueriesContext(connection) as statements:
            assert following.follow_appointments(now=clock.now()) == 0
        assert len(statements) == 2, statements.captured_queries
    later = make_open_slot(starts_at=clock.now() + timedelta(days=20))
    booking.move(claims[0].appointment, later.pk, now=clock.now())
    booking.cancel(claims[1].appointment, now=clock.now())
    with CaptureQueriesContext(connection) as statements:
        assert following.follow_appointments(now=clock.now()) == 2
    locked = [query for query in statements.captured_queries if "FOR NO KEY" in query["sql"]]
    assert len(locked) == 2, "the third is left alone"
    due = OfficerTask.objects.filter(done_at=None).values_list("due_at", flat=True)
    assert set(due) == {later.starts_at, claims[2].appointment.slot.starts_at}
    assert following.follow_appointments(now=clock.now()) == 0


def _pair(claim: BookedAppointment) -> dict[str, str]:
    return {"confirmation_number": _number(claim), "appointment_pin": claim.pin, "do": "book"}


def _number(claim: BookedAppointment) -> str:
    return claim.appointment.confirmation_number or ""


def _as_sent(letter: str, slot: Slot, since: str) -> None:
    """Read in a letter what has become of it, with place and length as they were sent."""
    assert since in letter
    assert "You have chosen another time" not in letter
    for words in (say("label.place", "en"), duration(_minutes(slot), "en")):
        assert words in letter


def _minutes(slot: Slot) -> int:
    return int((slot.ends_at - slot.starts_at).total_seconds()) // 60


def _named(number: int = 0) -> tuple[Interview, BookedAppointment]:
    """Return an invitation for which an appointment was booked and named."""
    application = make_listed(number, now=clock.now())
    interview = testing.invite(application, now=clock.now(), **BY_APPOINTMENT)
    slot = make_open_slot(starts_at=clock.now() + timedelta(days=9 + number))
    claim = make_booked(slot, number=number, now=clock.now(), case_number=application.number)
    return testing.name_appointment(interview, _number(claim), now=clock.now()), claim


def test_an_appointment_that_is_gone_after_the_day_is_a_task_at_once(client: Client) -> None:
    sign_in(client, "intake_officer")
    interview, claim = _named()
    let_it_be_over(8)
    later = make_open_slot(starts_at=clock.now() + timedelta(days=20))
    booking.move(claim.appointment, later.pk, now=clock.now())
    assert following.follow_appointments(now=clock.now()) == 1
    assert OfficerTask.objects.filter(done_at=None).get().due_at == later.starts_at
    claim.appointment.refresh_from_db()
    booking.cancel(claim.appointment, now=clock.now())
    assert [following.follow_appointments(now=clock.now()) for _ in range(2)] == [1, 0]
    assert requests.list_overdue(now=clock.now()) == 0
    assert CANCELED in text_of(client.get(address(interview.application)))


def test_who_cannot_come_keeps_no_appointment(client: Client) -> None:
    interview, claim = _named()
    page = client.get(open_in(client, interview.application))
    assert "Your appointment at the office is then canceled: " in text_of(page)
    assert "The officer has been told." in text_of(decline(client, page))
    assert _status(claim) == "cancelled"
    _as_sent(newest_letter(client), claim.appointment.slot, "that you cannot come")
    letter = interview.application.letters.get(kind="interview_chosen")
    assert not any(b"VCALENDAR" in file.content for file in mail.mail(letter).attachments)


def test_an_interview_that_does_not_come_keeps_no_appointment(client: Client) -> None:
    sign_in(client, "intake_officer")
    interview, claim = _named()
    path = address(interview.application, "call-off-interview")
    assert "an appointment that they booked for it is canceled" in text_of(client.get(path))
    do(client, path)
    assert _status(claim) == "cancelled"

    interview, claim = _named(1)
    changes.withdraw(interview.application_id, now=clock.now())
    letter = interview.application.letters.get(kind="withdrawn")
    assert say("letter.off", "en") in mail.mail(letter).text
    assert [upkeep.tell_ended(now=clock.now()) for _ in range(2)] == [0, 0]
    assert _status(claim) == "cancelled"

    interview, claim = _named(2)
    again = testing.invite(interview.application, now=clock.now(), **BY_APPOINTMENT)
    assert _status(claim) == "booked"  # the same can be named again
    testing.name_appointment(again, _number(claim), now=clock.now())
    testing.invite(interview.application, now=clock.now())
    assert _status(claim) == "cancelled"


def _status(claim: BookedAppointment) -> str:
    claim.appointment.refresh_from_db()
    return claim.appointment.status


def test_letters_of_an_office_speak_of_an_appointment(client: Client) -> None:
    interview, _ = _named()
    offer_mail, chosen_mail = (
        mail.mail(interview.application.letters.get(kind=kind)).text
        for kind in ("interview_offered", "interview_chosen")
    )
    assert "Please book an appointment at an office." in offer_mail
    assert "book an appointment at an office and tell us by" in offer_mail  # in the summary
    assert "The file for your calendar comes with the notice of the appointment." in chosen_mail
    for text in (offer_mail, chosen_mail):
        assert "of the times" not in text and "move once" not in text
