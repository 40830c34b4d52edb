"""A deed that ends an interview says so in its own letter; where none goes, another one does."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from guichet.applications.changes import actions as changes
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import requests
from guichet.applications.letters import body as letters_body
from guichet.applications.letters import mail as letters_mail
from guichet.applications.letters.parts import Sheet
from guichet.applications.models import Application
from guichet.applications.testing import explained, make_officer
from guichet.applications.tests.paper import text_of
from guichet.casework.tests.desk import REFUSAL, address, body, confirm, fill_in
from guichet.eligibility import content
from guichet.eligibility.programme import ETA
from guichet.interviews import testing, upkeep
from guichet.interviews.models import Interview
from guichet.interviews.sentences import say, when
from guichet.interviews.tests.walking import choose, open_in
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
STATUS = "/en/eta/status/yours/"


def invited(number: int = 0) -> Interview:
    return testing.make_invited(number, now=clock.now())


def letter_says_it_is_called_off(interview: Interview, kind: str) -> None:
    """See the time in the letter, in its summary and in a calendar file, and no other letter."""
    letter = interview.application.letters.get(kind=kind)
    time = when(interview.starts[0].astimezone(ZoneInfo(testing.ZONE)), "en")
    sentence = f"The interview that was set does not take place: {time}."
    mail = letters_mail.mail(letter)
    assert mail.text.count(sentence) == 2
    assert b"METHOD:CANCEL" in mail.attachments[-1].content
    assert [upkeep.tell_ended(now=clock.now()) for _ in range(2)] == [0, 0]
    assert not interview.application.letters.filter(kind="interview_over").exists()


def test_an_officer_reads_that_a_decision_calls_an_interview_off(client: Client) -> None:
    interview = invited()
    officer = Client()
    sign_in(officer, "deciding_officer")
    path = address(interview.application, "refuse")
    assert "none of them can be chosen any more" in body(officer.get(path))
    choose(client, client.get(open_in(client, interview.application)), interview.starts[0])
    called_off = "This deed calls it off"
    for verb in ("refuse", "approve", "close"):
        assert called_off in body(officer.get(address(interview.application, verb)))
    assert called_off not in body(officer.get(address(interview.application, "invite")))
    page = fill_in(officer, path, REFUSAL)
    assert (page.status_code, called_off in body(page)) == (200, True)
    assert confirm(officer, path, page).status_code == 302
    letter_says_it_is_called_off(interview, "refused")


@pytest.mark.parametrize("language", usual("en", "fr", "ar", of=ETA))
def test_a_refusal_says_in_every_language_that_no_time_can_be_chosen(language: str) -> None:
    interview = invited()
    interview.application.language = language
    interview.application.save(update_fields=["language"])
    decisions.refuse(
        interview.application_id, officer=make_officer(), why=explained(), now=clock.now()
    )
    letter = interview.application.letters.get(kind="refused")
    assert say("letter.off", letter.letter_language) in letters_mail.mail(letter).text
    plain = letters_body.plain_words(Sheet(letter, language, topic="letters"))
    assert plain.count(say("letter.off", language)) == 1
    assert upkeep.tell_ended(now=clock.now()) == 0


def test_the_letter_of_another_deed_says_nothing_of_what_was_said() -> None:
    interview = invited()
    requests.ask_for_documents(
        interview.application_id,
        [("police_certificate", "")],
        officer=make_officer(),
        due_on=content.today(clock.now()) + timedelta(days=9),
        now=clock.now(),
    )
    changes.withdraw(interview.application_id, now=clock.now())
    letters = interview.application.letters.filter(facts__interview=interview.pk)
    assert [letter.kind for letter in letters] == ["interview_offered", "information_asked"]


def test_who_withdraws_reads_that_no_interview_comes(client: Client) -> None:
    interview = invited()
    page = client.get(open_in(client, interview.application))
    choose(client, page, interview.starts[0])
    changes.withdraw(interview.application_id, now=clock.now())
    interview.refresh_from_db()
    assert interview.outcome == "with_case"
    ended = "The interview does not take place any more"
    page = client.get("/en/eta/yours/interview/")
    assert ended in text_of(page)
    assert ended in text_of(client.get(STATUS))
    for place in ("/en/eta/yours/interview/", STATUS):
        assert interview.place.splitlines()[1] not in text_of(client.get(place))
    entry = Calendar.from_ical(client.get("/en/eta/yours/interview/interview.ics").content)
    assert str(entry["method"]) == "CANCEL"
    assert all("location" not in event for event in entry.events)
    letter = interview.application.letters.get(kind="interview_chosen")
    assert ended in text_of(client.get(f"/en/eta/yours/letters/{letter.pk}/"))
    assert 'id="choose"' not in body(page) and 'id="decline"' not in body(page)
    testing.choose(invited(1), now=clock.now())  # the officer's time is free again
    letter_says_it_is_called_off(interview, "withdrawn")


def test_where_no_letter_goes_one_of_its_own_says_that_no_interview_comes() -> None:
    interview = testing.choose(invited(), now=clock.now())
    Application.objects.filter(pk=interview.application_id).update(state="manual_review")
    for age, letters in ((upkeep.LOOKED_BACK, 0), (timedelta(), 1)):
        Interview.objects.filter(pk=interview.pk).update(ended_at=clock.now() - age)
        assert len(upkeep._to_tell(now=clock.now())) == letters, "nothing is told of long ago"
    assert [upkeep.tell_ended(now=clock.now()) for _ in range(2)] == [1, 0]
    mail = letters_mail.mail(interview.application.letters.get(kind="interview_over"))
    assert "does not take place any more" in mail.text
    assert b"METHOD:CANCEL" in mail.attachments[-1].content
