"""A page that is older than what holds by now: nothing is done to what it never showed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.applications.testing import make_listed
from guichet.applications.tests.paper import text_of
from guichet.booking import actions as booking
from guichet.booking.testing import make_booked, make_open_slot
from guichet.casework.tests.desk import body
from guichet.interviews import testing
from guichet.interviews.models import Interview
from guichet.interviews.sentences import say, when
from guichet.interviews.tests.walking import choose, decline, open_in, press
from guichet.kernel import clock

pytestmark = pytest.mark.django_db
OFFICE: dict[str, object] = {"way": "office", "place": "", "times": ()}
CALL = {"way": "video", "place": "https://calls.example.org/1"}
MONDAY = "Any Monday, please."


def invited(**changes: object) -> Interview:
    return testing.make_invited(now=clock.now(), changes=changes)


def opened(client: Client, interview: Interview, language: str = "en") -> Any:
    return client.get(open_in(client, interview.application, language))


def standing(interview: Interview) -> tuple[object, ...]:
    row = Interview.objects.filter(application=interview.application).latest("pk")
    return (row.chosen_at, row.declined_at, row.reply, row.appointment)


UNTOUCHED = (None, None, "", "")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_same_hour_of_another_invitation_is_not_chosen_unseen(language: str) -> None:
    client = Client()
    interview = invited()
    page = opened(client, interview, language)
    testing.invite(interview.application, now=clock.now(), **CALL)
    answer = choose(client, page, interview.starts[0])
    assert answer.status_code == 409
    assert say("problem.replaced_meanwhile", language) in text_of(answer)
    assert CALL["place"] in text_of(answer) and "checked" not in body(answer)
    assert standing(interview) == UNTOUCHED
    answer = choose(client, answer, interview.starts[0])
    assert say("said.chosen", language) in text_of(answer)


def test_an_invitation_that_no_page_showed_is_not_declined(client: Client) -> None:
    interview = invited(**OFFICE)
    page = opened(client, interview)
    testing.invite(interview.application, now=clock.now())
    answer = decline(client, page, MONDAY)
    assert answer.status_code == 409
    assert say("problem.replaced_meanwhile", "en") in text_of(answer)
    assert standing(interview) == UNTOUCHED
    assert f">{MONDAY}</textarea>" in body(answer)
    answer = decline(client, answer, MONDAY)
    assert answer.status_code == 200 and standing(interview)[2] == MONDAY
    answer = decline(client, page, MONDAY)  # a form of the invitation before cannot say so
    assert answer.status_code == 409


def test_a_time_of_another_window_is_not_given_up_unseen(client: Client) -> None:
    interview = invited()
    page = opened(client, interview)
    assert say("decline.what_offered", "en") in text_of(page)
    choose(client, opened(client, interview), interview.starts[0])
    answer = decline(client, page, MONDAY)
    assert answer.status_code == 409
    assert say("problem.set_meanwhile", "en") in text_of(answer)
    assert f">{MONDAY}</textarea>" in body(answer)
    assert standing(interview)[0] == interview.starts[0]
    time = when(Interview.objects.get().chosen_at.astimezone(), "en")  # type: ignore[union-attr]
    assert time.partition(",")[0] in text_of(answer).partition("You then give up")[2]
    for _ in range(2):
        page = decline(client, answer, MONDAY)
        assert "The officer has been told." in text_of(page)
    page = decline(client, answer, "Any Tuesday.")  # what was told already is not told otherwise
    assert page.status_code == 409 and "Any Tuesday." in text_of(page)
    assert standing(interview)[2] == MONDAY


def test_an_appointment_that_moved_is_not_given_up_unseen(client: Client) -> None:
    application = make_listed(now=clock.now())
    interview = testing.invite(application, now=clock.now(), **OFFICE)
    slot, later = (make_open_slot(starts_at=clock.now() + timedelta(days=at)) for at in (9, 12))
    claim = make_booked(slot, now=clock.now(), case_number=application.number)
    number = claim.appointment.confirmation_number or ""
    first = opened(client, interview)
    pair = {"confirmation_number": number, "appointment_pin": claim.pin}
    page = press(client, first, "answer", pair)  # as the Enter key sends it: no button is named
    assert say("said.booked", "en") in text_of(page)
    booking.move(claim.appointment, later.pk, now=clock.now())
    answer = decline(client, page)
    assert answer.status_code == 409
    claim.appointment.refresh_from_db()
    assert claim.appointment.status == "booked"
    assert "is then canceled: " in text_of(answer)
    third = make_open_slot(starts_at=clock.now() + timedelta(days=15))
    other = make_booked(third, number=1, now=clock.now(), case_number=application.number)
    theirs = other.appointment.confirmation_number or ""
    pair = {"confirmation_number": theirs, "appointment_pin": other.pin, "do": "book"}
    assert press(client, first, "answer", pair).status_code == 409
    assert standing(interview)[3] == number
    assert "The officer has been told." in text_of(decline(client, answer))


@pytest.mark.parametrize("mark", [None, "", "x", "1:2:3"])
def test_a_form_without_its_mark_does_nothing(client: Client, mark: str | None) -> None:
    interview = invited()
    page = opened(client, interview)
    fields: dict[str, object] = {"do": "decline", "reply": MONDAY, "shown": mark or ""}
    answer = press(client, page, "answer", fields)
    assert answer.status_code == 409 and standing(interview) == UNTOUCHED


def test_changing_the_language_keeps_all_that_was_typed(client: Client) -> None:
    interview = invited()
    page = opened(client, interview)
    fields = {"time": interview.times[1], "reply": MONDAY, "language": "fr"}
    assert 'form="answer"' in body(page)
    answer = press(client, page, "answer", fields)
    assert answer.status_code == 200 and standing(interview) == UNTOUCHED
    assert f">{MONDAY}</textarea>" in body(answer)
    assert f'value="{interview.times[1]}" checked' in body(answer)
