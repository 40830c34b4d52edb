"""Answers to an invitation that cannot be as they were meant, and what each page then says."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from guichet.applications.decisions import requests
from guichet.applications.models import OfficerTask
from guichet.applications.testing import make_listed
from guichet.applications.tests.paper import text_of
from guichet.casework.tests.desk import address, body, change_of, do
from guichet.interviews import actions, testing
from guichet.interviews.models import Interview
from guichet.interviews.tests.walking import (
    choose,
    decline,
    invite_by_page,
    let_it_be_over,
    newest_letter,
    offered,
    open_in,
    press,
)
from guichet.kernel import clock
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = timedelta(minutes=30)
STATUS = "/en/eta/status/yours/"


def invited(number: int = 0, **changes: object) -> Interview:
    return testing.make_invited(number, now=clock.now(), changes=changes)


def test_no_answer_by_the_day_is_a_task_with_its_own_reason(client: Client) -> None:
    officer, person = Client(), client
    sign_in(officer, "deciding_officer")
    interview = invited()
    let_it_be_over(8)
    Interview.objects.update(times=[int(at.timestamp()) + 9 * 86400 for at in interview.starts])
    assert requests.list_overdue(now=clock.now()) == 1
    assert requests.list_overdue(now=clock.now()) == 0
    line = "No time for the interview was chosen by the day"
    assert line in text_of(officer.get("/staff/cases/?reason=interview_unanswered"))
    assert line in text_of(officer.get(address(interview.application)))

    page = person.get(open_in(person, interview.application))
    assert "No time is kept for you any more" in text_of(page)
    assert 'value="choose"' not in body(page)
    late = {"time": interview.times[0] + 9 * 86400, "do": "choose"}
    page = press(person, page, "answer", late)
    assert page.status_code == 422
    assert "The day for your answer has passed. No time was chosen." in text_of(page)
    page = decline(person, page, "Any Monday, please.")
    assert "The officer has been told." in text_of(page)
    assert "In progress" in text_of(person.get(STATUS))
    file = text_of(officer.get(address(interview.application)))
    assert "Any Monday, please." in file
    assert "No time for the interview is possible for the person" in file
    assert OfficerTask.objects.filter(done_at=None).get().kind == "answered"

    file = invite_by_page(officer, interview.application)
    assert "Replaced by a later invitation" in file
    page = person.get(open_in(person, interview.application))
    assert "An officer would like to speak with you" in text_of(page)
    assert 'value="choose"' in body(page)


def test_a_time_that_somebody_else_took_is_told_beside_the_times(client: Client) -> None:
    first, second = invited(1), invited(2)
    page = client.get(open_in(client, first.application))
    testing.choose(second, now=clock.now())
    answer = choose(client, page, first.starts[0])
    assert answer.status_code == 422
    assert 'id="time-error">Somebody else has taken this time' in body(answer)
    assert str(first.times[0]) not in body(answer)  # it is not offered any more
    answer = choose(client, answer, first.starts[1])
    assert "Your time is kept." in text_of(answer)
    row, at = Interview.objects.filter(pk=first.pk), second.starts[0] + timedelta(minutes=29)
    with (
        pytest.raises(IntegrityError, match="an_officer_is_in_one_interview"),
        transaction.atomic(),
    ):
        row.update(times=[int(at.timestamp())], chosen_at=at, chosen_until=at + HALF_AN_HOUR)


def test_who_chose_the_only_time_is_not_told_that_they_moved(client: Client) -> None:
    interview = invited(days=[10])
    page = choose(client, client.get(open_in(client, interview.application)), interview.starts[0])
    assert "Your time is kept." in text_of(page)
    assert "You have moved once" not in text_of(page)
    later = client.get(f"{open_in(client, interview.application)}?said=moved")
    assert "You have moved" not in text_of(later), "said of an invitation of before"


def test_words_beside_a_time_that_is_chosen_reach_the_officer(client: Client) -> None:
    officer, interview = Client(), invited()
    sign_in(officer, "deciding_officer")
    refusing = address(interview.application, "refuse")
    assert "Your answer about the interview" in text_of(officer.get(refusing))
    page, time = client.get(open_in(client, interview.application)), interview.times[0]
    fields = {"time": time, "do": "choose", "reply": "I need an interpreter."}
    page = press(client, page, "answer", fields)
    assert "Your time is kept." in text_of(page)
    assert "I need an interpreter." in text_of(page)
    assert "I need an interpreter." in text_of(officer.get(address(interview.application)))
    assert "Your answer about the interview" not in text_of(officer.get(refusing))
    decline(client, page, "I fell ill.")
    file = text_of(officer.get(address(interview.application)))
    assert "I need an interpreter." in file and "I fell ill." in file, "no later answer erases it"


def test_an_invitation_that_comes_too_late_keeps_all_that_was_typed(client: Client) -> None:
    colleague, application = Client(), make_listed(now=clock.now())
    sign_in(client, "deciding_officer")
    sign_in(colleague, "deciding_officer", name="colleague")
    path = address(application, "invite")
    change = change_of(body(client.get(path)))
    invite_by_page(colleague, application)
    fields = offered(place="", telephone="+1 613 555 0100", manner="telephone")
    page = client.post(path, {**fields, "seen": change})
    assert page.status_code == 409
    assert "+1 613 555 0100" in text_of(page)


def test_two_windows_and_two_presses_choose_once(client: Client) -> None:
    interview = invited()
    path = open_in(client, interview.application)
    first_window, other = client.get(path), client.get(path)
    for _ in range(2):
        page = choose(client, first_window, interview.starts[0])
        assert "Your time is kept." in text_of(page)
    page = choose(client, other, interview.starts[1])
    assert page.status_code == 409
    assert "You have chosen a time in another window" in text_of(page)
    page = choose(client, page, interview.starts[1])
    assert "You have moved to this time." in text_of(page)
    page = choose(client, page, interview.starts[2])
    assert "You have moved once already." in text_of(page)
    kinds = interview.application.letters.values_list("kind", flat=True)
    assert [kind for kind in kinds if "chosen" in kind] == ["interview_chosen"]
    assert [kind for kind in kinds if "moved" in kind] == ["interview_moved"]
    assert OfficerTask.objects.filter(done_at=None).get().due_at == interview.starts[1]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose one of the times."),
        ({"time": "tomorrow"}, "Choose one of the times."),
        ({"time": "9" * 30}, "Choose one of the times."),
        ({"time": "12345"}, "This time is not on offer."),
        ({"do": "decline", "reply": "x" * 4001}, "This is too long."),
        ({"do": "decline", "reply": "a\x00b"}, "a character that cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(
    client: Client, fields: dict[str, object], sentence: str
) -> None:
    interview = invited()
    page = client.get(open_in(client, interview.application))
    answer = press(client, page, "answer", fields)
    assert answer.status_code == 422
    assert f'-error">{sentence}'.partition(sentence)[2] == "" and sentence in text_of(answer)
    assert str(fields.get("reply", ""))[:1] in body(answer)
    interview.refresh_from_db()
    assert interview.chosen_at is None and interview.declined_at is None


def test_a_wrong_pin_opens_nothing(client: Client) -> None:
    interview = invited()
    keys = {"number": interview.application.number, "pin": "BBBBBBBB"}
    assert client.post("/en/eta/apply/resume/", keys).status_code == 422
    assert client.get("/en/eta/yours/interview/").status_code == 302
    assert client.get("/en/eta/yours/interview/interview.ics").status_code == 302


def test_an_interview_is_called_off_and_a_calendar_told(client: Client) -> None:
    officer = Client()
    sign_in(officer, "intake_officer")
    interview = invited()
    page = client.get(open_in(client, interview.application))
    choose(client, page, interview.starts[0])
    assert "resume/" not in body(officer.get(address(interview.application)))
    file = do(officer, address(interview.application, "call-off-interview"))
    assert "Called off. The letter is on its way." in file
    assert "does not take place" in newest_letter(client)
    assert "The interview was called off" in text_of(client.get(STATUS))
    assert OfficerTask.objects.filter(done_at=None).get().kind == "decide"
    file = do(officer, address(interview.application, "invite"), offered())
    assert "Waits for a choice" in file


def test_nobody_came(client: Client) -> None:
    officer = Client()
    sign_in(officer, "deciding_officer")
    interview = testing.choose(invited(), now=clock.now())
    path = address(interview.application, "record-interview")
    assert officer.get(path).status_code == 409  # its time has not come
    page = client.get(open_in(client, interview.application))
    assert "You need not look here again" not in text_of(client.get(STATUS))
    let_it_be_over()
    assert "This invitation has ended." in text_of(decline(client, page))
    assert "The time of your interview has come." in text_of(client.get(STATUS))
    assert "The person did not come" in do(officer, path, {"went": "missed"})
    open_in(client, interview.application)
    status = text_of(client.get(STATUS))
    assert "because you were not there" in status and "as soon as something happens" not in status


OFFICERS: list[tuple[dict[str, object], str, str]] = [
    ({"manner": ""}, "manner", "This is needed."),
    ({"place": ""}, "place", "This is needed."),
    ({"place": "..."}, "place", "Write the name of the place"),
    ({"place": "x" * 301}, "place", "This is too long"),
    ({"manner": "video", "link": "http://example.org/call"}, "link", "begins with https://"),
    ({"manner": "video", "link": "javascript:alert(1)"}, "link", "begins with https://"),
    ({"manner": "telephone", "telephone": "call me"}, "telephone", "Type a telephone number"),
    ({"days": []}, "time_1", "Give at least one time."),
    ({"days": [-1]}, "time_1", "This time has passed."),
    ({"days": [500]}, "time_1", "Choose a time within a year."),
    ({"days": [10, 10]}, "time_2", "This time is given twice."),
    ({"days": [3]}, "time_1", "after the day by which the person answers"),
    ({"time_1": "tomorrow at ten"}, "time_1", "Write day and time as in"),
    ({"words": "x" * 1001}, "words", "This is too long"),
    ({"words": "As in V 123 456 782."}, "words", "These words name another case"),
    ({"answer_in": 0}, "due_on", "Choose a day from tomorrow on"),
]


@pytest.mark.parametrize(("fields", "field", "sentence"), OFFICERS)
def test_an_officer_is_told_beside_the_field(
    client: Client, fields: dict[str, object], field: str, sentence: str
) -> None:
    sign_in(client, "intake_officer")
    application = make_listed(now=clock.now())
    path = address(application, "invite")
    form = offered(**fields)  # type: ignore[arg-type]
    page = client.post(path, {**form, "seen": "9" * 9})
    assert page.status_code == 422
    error = body(page).partition(f'id="id_{field}-error">')[2].partition("</p>")[0]
    assert sentence in error
    for name in ("place", "words", "bring", "time_1"):
        assert str(form.get(name, ""))[:200] in text_of(page) or "\n" in str(form[name])


def test_an_officer_cannot_offer_a_time_they_have_given_away(client: Client) -> None:
    officer = sign_in(client, "intake_officer")
    interview = testing.make_invited(1, now=clock.now(), officer=officer.pk)
    testing.choose(interview, now=clock.now())
    page = client.post(
        address(make_listed(now=clock.now()), "invite"), {**offered(), "seen": "9" * 9}
    )
    assert "You have another interview at this time." in text_of(page)


def test_the_database_refuses_what_may_not_be() -> None:
    interview = testing.choose(invited(), now=clock.now())
    row = Interview.objects.filter(pk=interview.pk)
    at = interview.starts[0] + timedelta(minutes=1)
    for name, wrong in [
        ("a_chosen_time_was_offered", {"chosen_at": at}),
        ("a_chosen_time_has_its_end", {"chosen_until": None}),
        ("an_interview_moves_once", {"moves": 2}),
        ("who_declines_holds_no_time", {"declined_at": clock.now()}),
        ("an_interview_ends_in_one_way", {"outcome": "held"}),
        ("an_interview_says_where_and_when", {"place": ""}),
    ]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.update(**wrong)
    again = invited(1)
    with pytest.raises(IntegrityError, match="one_live_interview"), transaction.atomic():
        Interview.objects.filter(pk=again.pk).update(application=interview.application)


def test_what_officer_and_person_wrote_is_enciphered_where_keys_are() -> None:
    fields = {field.name for field in Interview._meta.fields if hasattr(field, "bound_to")}
    assert fields == {"place", "bring", "words", "reply"}
    interview = invited()
    showing = testing.showing_of(interview)
    pk, words = interview.application_id, "In the evening."
    interview = actions.decline(pk, words, showing=showing, now=clock.now())
    assert Interview.objects.get(pk=interview.pk).reply == "In the evening."
