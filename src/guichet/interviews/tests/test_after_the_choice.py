"""What is so once a time is chosen, moved, declined or taken: letter, page, calendar and file."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from guichet.applications.letters import mail as letters_mail
from guichet.applications.testing import make_listed
from guichet.applications.tests.paper import text_of
from guichet.casework.tests.desk import address, body, do
from guichet.eligibility import content
from guichet.interviews import invitation, testing
from guichet.interviews.models import Interview
from guichet.interviews.sentences import at_home, say, when
from guichet.interviews.tests.walking import (
    choose,
    decline,
    invite_by_page,
    let_it_be_over,
    newest_letter,
    offered,
    open_in,
)
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_zone
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
STATUS = "/en/eta/status/yours/"
KOLKATA = "Asia/Kolkata"


def invited(number: int = 0, **changes: object) -> Interview:
    return testing.make_invited(number, now=clock.now(), changes=changes)


def event_of(content: bytes) -> dict[str, object]:
    calendar = Calendar.from_ical(content)
    event = next(part for part in calendar.walk() if part.name == "VEVENT")
    return {
        "uid": str(event["uid"]),
        "start": event.decoded("dtstart"),
        "sequence": int(event["sequence"]),
        "method": str(calendar["method"]),
    }


def test_after_the_one_move_nothing_says_that_one_can_move(client: Client) -> None:
    interview = invited()
    path = open_in(client, interview.application)
    first_window = client.get(path)
    page = choose(client, client.get(path), interview.starts[0])
    assert "you can move once" in newest_letter(client)
    choose(client, page, interview.starts[1])
    letter = newest_letter(client)
    assert "You have moved once, and cannot move again there." in letter
    assert "you can move once" not in letter
    first, moved = interview.application.letters.filter(key__startswith="interview_").order_by(
        "pk"
    )[1:3]
    assert "and cannot move again" in letters_mail.mail(moved).text
    names = [file.name for file in letters_mail.mail(first).attachments]
    assert not any(name.endswith(".ics") for name in names)  # the old time comes back nowhere

    old = choose(client, first_window, interview.starts[2])
    assert old.status_code == 409
    assert say("problem.moved_meanwhile", "en") in text_of(old)
    assert "choose again" not in text_of(old)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_who_cannot_come_takes_the_time_out_of_the_calendar(language: str) -> None:
    officer, person = Client(), Client()
    sign_in(officer, "intake_officer")
    interview = invited()
    interview.application.language = language
    interview.application.save(update_fields=["language"])
    path = open_in(person, interview.application, language)
    page = choose(person, person.get(path), interview.starts[0])
    entry = event_of(person.get(f"{path}interview.ics").content)
    page = decline(person, page, "Any Monday,\nplease.")
    for text in (text_of(page), text_of(person.get(f"/{language}/eta/status/yours/"))):
        assert say("calendar.strike", language) in text
    assert say("decline.wrote", language) in text_of(page)
    assert "Any Monday," in text_of(page)
    struck = {**entry, "sequence": 1, "method": "CANCEL"}
    assert event_of(person.get(f"{path}interview.ics").content) == struck

    letter = interview.application.letters.get(kind="interview_declined")
    assert event_of(letters_mail.mail(letter).attachments[-1].content) == struck
    assert when(interview.starts[0].astimezone(ZoneInfo(testing.ZONE)), language) in newest_letter(
        person, language
    )
    before = interview.application.letters.get(kind="interview_chosen")
    since = say("letter.declined", language)
    assert since in text_of(person.get(f"/{language}/eta/yours/letters/{before.pk}/"))
    assert "Cannot come to the interview" in body(officer.get(address(interview.application)))


def test_an_invitation_in_place_of_a_chosen_time_strikes_that_one_out(client: Client) -> None:
    officer = Client()
    sign_in(officer, "intake_officer")
    interview = invited()
    path = open_in(client, interview.application)
    choose(client, client.get(path), interview.starts[0])
    entry = event_of(client.get(f"{path}interview.ics").content)
    assert "Waits for a choice" in invite_by_page(officer, interview.application, days=[20])
    time = when(interview.starts[0].astimezone(ZoneInfo(testing.ZONE)), "en")
    assert f"The interview that was set does not take place: {time}." in newest_letter(client)
    letter = interview.application.letters.filter(kind="interview_offered").latest("pk")
    struck = event_of(letters_mail.mail(letter).attachments[-1].content)
    assert struck == {**entry, "sequence": 1, "method": "CANCEL"}
    first = interview.application.letters.filter(kind="interview_offered").earliest("pk")
    assert letters_mail.ENCLOSED[first.kind](first) == ()


def test_the_status_gives_times_on_their_own_clocks(client: Client) -> None:
    application = make_listed(now=clock.now(), home_country="FRA")
    video = {"way": "video", "place": "https://calls.example.org/1", "zone": KOLKATA}
    times = testing.days_after(clock.now(), 10, 11, zone=KOLKATA)
    interview = testing.invite(application, now=clock.now(), times=times, **video)
    open_in(client, application)
    status, value = text_of(client.get(STATUS)), invitation.of(interview)
    for time in value.times:
        assert when(time, "en") in status
        assert (own := at_home(value, time, "en")) and own in status
    assert "All times" not in status
    assert status.index("The times above: Ottawa") < status.index(when(times[0], "en"))

    other = testing.make_invited(1, now=clock.now(), officer=interview.officer_id)
    Interview.objects.filter(pk=other.pk).update(
        times=interview.times,
        chosen_at=times[0],
        chosen_until=times[1] + timedelta(hours=1),
    )
    page = client.get("/en/eta/yours/interview/")
    for text in (text_of(client.get(STATUS)), text_of(page)):
        assert "All of the times that were offered have been taken" in text
        assert "Choose one of the times" not in text
    assert "No time is then kept for you" in text_of(page)
    let_it_be_over(8)
    late = text_of(client.get("/en/eta/yours/interview/"))
    assert say("decline.late_title", "en") in late
    assert "No time is then kept" not in late


def test_a_time_lies_after_the_day_to_answer_by_the_clock_of_the_authority(client: Client) -> None:
    sign_in(client, "intake_officer")
    application = make_listed(now=clock.now())
    day = content.today(clock.now()) + timedelta(days=8)  # the one after the day to answer
    early, late = f"{day}T00:15", f"{day + timedelta(days=1)}T00:15"
    form = offered(days=[], zone=KOLKATA, time_1=early, time_2=late)
    page = client.post(address(application, "invite"), {**form, "seen": "9" * 9})
    assert page.status_code == 422
    assert 'id="id_time_1-error">Choose a time after the day' in body(page)
    assert 'id="id_time_2-error"' not in body(page)
    assert "Your own words (optional)" in body(page)
    assert authority_zone().key == "America/Toronto"
    file = do(client, address(application, "invite"), {**form, "time_1": ""})
    assert "Your passport" in file and "Cork, 2011." in file
    client.cookies["guichet_staff_language"] = "fr"
    file = body(client.get(address(application)))
    assert "attendu au plus tard le" in file and "avant le" not in file
