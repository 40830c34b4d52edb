"""An interview whose time has come, of which nobody noted how it went before the case went on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.applications.letters import mail as letters_mail
from guichet.applications.tests.paper import text_of
from guichet.booking.models import Slot
from guichet.booking.testing import make_booked, make_open_slot
from guichet.casework.tests.desk import address, do
from guichet.interviews import testing, upkeep
from guichet.interviews.models import Interview
from guichet.interviews.sentences import say
from guichet.interviews.tests.walking import (
    choose,
    invite_by_page,
    let_it_be_over,
    newest_letter,
    open_in,
)
from guichet.kernel import clock
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
STATUS = "/en/eta/status/yours/"
APPROVAL: dict[str, object] = {"internal": ["interview_convincing"]}


@pytest.mark.parametrize("is_at_office", [False, True])
def test_a_time_that_came_is_not_called_off_by_the_decision(
    client: Client, is_at_office: bool
) -> None:
    officer = Client()
    sign_in(officer, "deciding_officer")
    interview = _booked() if is_at_office else testing.make_invited(now=clock.now())
    application = interview.application
    path = open_in(client, application)
    if not is_at_office:
        choose(client, client.get(path), interview.starts[0])
    let_it_be_over()
    Slot.objects.update(starts_at=clock.now() - timedelta(hours=2))
    assert say("calendar.take", "en") not in text_of(client.get(path))
    assert client.get(f"{path}interview.ics").status_code == 302
    assert officer.get(address(application, "call-off-interview")).status_code == 409

    page = text_of(officer.get(address(application, "approve")))
    assert "nobody has noted how it went" in page and "This deed calls it off" not in page
    file = do(officer, address(application, "approve"), APPROVAL)
    assert "Its time has passed; nobody noted how it went" in file
    assert upkeep.tell_ended(now=clock.now()) == 0
    letter = application.letters.get(kind="interview_chosen")
    for address_of_page in (path, STATUS, f"/en/eta/yours/letters/{letter.pk}/"):
        text = text_of(client.get(address_of_page))
        assert say("ended.with_case", "en") not in text
        assert say("calendar.strike", "en") not in text
    assert say("ended.past", "en") in text_of(client.get(path))
    assert "interview-panel" not in text_of(client.get(STATUS))
    assert not any(b"CANCEL" in file.content for file in letters_mail.mail(letter).attachments)


def test_an_interview_ends_by_the_clock_of_the_site(client: Client, settings: Any) -> None:
    officer = Client()
    interview = testing.choose(testing.make_invited(now=clock.now()), now=clock.now())
    settings.CLOCK_OFFSET_SECONDS = int(timedelta(days=15).total_seconds())
    sign_in(officer, "deciding_officer")
    file = do(officer, address(interview.application, "approve"), APPROVAL)
    assert "Its time has passed; nobody noted how it went" in file
    assert say("ended.past", "en") in text_of(client.get(open_in(client, interview.application)))
    interview.refresh_from_db()
    assert interview.ended_at and interview.chosen_at and interview.ended_at > interview.chosen_at


def _booked() -> Interview:
    interview = testing.make_invited(
        now=clock.now(), changes={"way": "office", "place": "", "times": ()}
    )
    number = interview.application.number
    slot = make_open_slot(starts_at=clock.now() + timedelta(days=9))
    claim = make_booked(slot, now=clock.now(), case_number=number)
    confirmed = claim.appointment.confirmation_number or ""
    return testing.name_appointment(interview, confirmed, now=clock.now())


def test_times_in_place_of_one_that_came_strike_nothing_out(client: Client) -> None:
    officer = Client()
    sign_in(officer, "intake_officer")
    interview = testing.choose(testing.make_invited(now=clock.now()), now=clock.now())
    let_it_be_over()
    invite_by_page(officer, interview.application, days=[20])
    letter = interview.application.letters.filter(kind="interview_offered").latest("pk")
    mail = letters_mail.mail(letter)
    assert "The interview that was set does not take place" not in mail.text
    assert not any(b"VCALENDAR" in file.content for file in mail.attachments)


@pytest.mark.parametrize(
    ("way", "place", "sentence"),
    [
        ("telephone", "+33 6 12 34 56 78", "because your call did not reach us"),
        ("video", "https://example.org/call", "because you did not join the video call"),
        ("place", "7 rue de la Paix", "because you were not there"),
    ],
)
def test_who_missed_it_is_told_how_and_what_to_do_and_stands_on_the_list_for_it(
    client: Client, way: str, place: str, sentence: str
) -> None:
    officer = Client()
    sign_in(officer, "deciding_officer")
    case = testing.make_invited(now=clock.now(), changes={"way": way, "place": place})
    case = testing.choose(case, now=clock.now())
    let_it_be_over()
    do(officer, address(case.application, "record-interview"), {"went": "missed"})
    page = client.get(open_in(client, case.application))
    for text in (text_of(page), text_of(client.get(STATUS)), newest_letter(client)):
        assert sentence in text and say("ended.missed_tell", "en") in text
        assert place not in text and (way == "place" or "you were not there" not in text)
    mail = letters_mail.mail(case.application.letters.get(kind="interview_missed"))
    assert sentence.removeprefix("because ") in mail.text and place not in mail.text
    assert [file.content_type for file in mail.attachments] == ["application/pdf"]
    assert client.get("/en/eta/yours/papers/further/").status_code == 200  # where the letter leads
    waiting = text_of(officer.get("/staff/cases/?reason=interview_missed"))
    assert case.application.number[-3:] in waiting and "Interview missed" in waiting
