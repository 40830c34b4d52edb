"""An interview from both sides: asked for, chosen, moved, held, decided, in three languages."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from guichet.applications.letters import mail as letters_mail
from guichet.applications.models import Application
from guichet.applications.testing import make_listed
from guichet.applications.tests.paper import text_of
from guichet.casework.tests.desk import address, body, do
from guichet.eligibility.content import today
from guichet.interviews.models import Interview
from guichet.interviews.sentences import say, when
from guichet.interviews.testing import ZONE
from guichet.interviews.tests.walking import (
    choose,
    invite_by_page,
    let_it_be_over,
    newest_letter,
    open_in,
)
from guichet.kernel import clock
from guichet.staff.testing import sign_in
from guichet.web.formats.dates import plain_day

pytestmark = pytest.mark.django_db


def made(language: str) -> Application:
    letters = "fr" if language == "fr" else "en"
    application = make_listed(now=clock.now(), letter_language=letters)
    Application.objects.filter(pk=application.pk).update(language=language)
    application.refresh_from_db()
    return application


def entry(person: Client, language: str) -> dict[str, object]:
    """Take the calendar file of the page, and read the one entry in it."""
    answer = person.get(f"/{language}/eta/yours/interview/interview.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    event = next(part for part in calendar.walk() if part.name == "VEVENT")
    return {
        "uid": str(event["uid"]),
        "start": event.decoded("dtstart"),
        "sequence": int(event["sequence"]),
        "method": str(calendar["method"]),
        "place": str(event["location"]),
    }


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_interview_is_walked_from_both_sides(language: str) -> None:
    officer, person = Client(), Client()
    sign_in(officer, "deciding_officer", name="officer-mia")
    application = made(language)
    file = invite_by_page(officer, application)
    assert "Invited. The letter is on its way." in file
    assert "Waits for a choice" in file
    first, second, _ = Interview.objects.get().starts
    first, second = (at.astimezone(ZoneInfo(ZONE)) for at in (first, second))

    page = read_the_invitation(person, application, language, first=first)
    page = choose_the_first(person, page, language, first=first)
    move_to_the_second(person, page, application, language, first=first, second=second)
    file = body(officer.get(address(application)))
    assert "Time chosen" in file
    assert "Moved once by the person." in file
    assert when(second, "en") in file
    assert "record-interview" not in file

    let_it_be_over()
    file = do(officer, address(application, "record-interview"), {"went": "held"})
    assert "Took place" in file
    assert "noted that the interview took place" in file
    file = do(officer, address(application, "approve"), {"internal": ["interview_convincing"]})
    assert "Approved. The letter is on its way." in file
    open_in(person, application, language)
    assert say("page.title", language) not in _panel(person, language)


def read_the_invitation(
    person: Client, application: Application, language: str, *, first: datetime
) -> Any:
    """Read it on status, page and letter; return the page."""
    path = open_in(person, application, language)
    status, page = text_of(person.get(f"/{language}/eta/status/yours/")), person.get(path)
    assert path.partition("/eta/")[2] in status  # the one next step
    for text in (status, text_of(page), newest_letter(person, language)):
        assert when(first, language) in text
        assert "7 rue de la Paix, Paris" in text
    day = plain_day(today(clock.now()) + timedelta(days=7), language)
    assert day in text_of(page)
    assert '<blockquote class="officer" lang=' in text_of(page)
    return page


def choose_the_first(person: Client, page: Any, language: str, *, first: datetime) -> Any:
    page = choose(person, page, first)
    assert say("said.chosen", language) in text_of(page)
    assert say("stage.chosen", language) in text_of(page)
    event = entry(person, language)
    assert (event["start"], event["sequence"], event["method"]) == (first, 0, "PUBLISH")
    return page


def move_to_the_second(
    person: Client,
    page: Any,
    application: Application,
    language: str,
    *,
    first: datetime,
    second: datetime,
) -> None:
    """Move, which is possible once: calendar, status, letter and mail have the second time."""
    event = entry(person, language)
    page = choose(person, page, second)
    assert say("said.moved", language) in text_of(page)
    assert 'value="choose"' not in body(page)
    moved = entry(person, language)
    assert (moved["start"], moved["sequence"], moved["uid"]) == (second, 1, event["uid"])
    for text in (
        text_of(person.get(f"/{language}/eta/status/yours/")),
        newest_letter(person, language),
        letters_mail.mail(application.letters.get(kind="interview_moved")).text,
    ):
        assert when(second, language) in text
        assert when(first, language) not in text


def _panel(person: Client, language: str) -> str:
    page = text_of(person.get(f"/{language}/eta/status/yours/"))
    return page.partition('id="interview-panel"')[2]
