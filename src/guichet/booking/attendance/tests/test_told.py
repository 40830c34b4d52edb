"""What pages and programs say of who came, was served or did not come, in every language."""

import pytest
from django.test import Client

from guichet.booking.api.tests.calls import Program
from guichet.booking.models import Appointment
from guichet.booking.testing import NOW, make_booked
from guichet.booking.tests.journey import CANCEL, MANAGE, MOVE, NOTICE, Now, marks_of
from guichet.booking.tests.pages import text_of
from guichet.kernel import references
from guichet.web.languages import CATALOGUED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

HERE = {"checked_in_at": NOW}
STATES = {
    "checked_in": (HERE, "wait"),
    "completed": ({**HERE, "ended_as": "completed"}, "book_again"),
    "no_show": ({"ended_as": "no_show"}, "book_again"),
}
SENTENCES = {
    "checked_in": "You have been checked in at the office.",
    "completed": "This appointment is past.",
    "no_show": "This appointment is past.",
}


@pytest.mark.parametrize("state", STATES)
def test_a_program_hears_it_in_every_language(state: str) -> None:
    program, booked = Program(), make_booked()
    number = references.for_people(str(booked.appointment.confirmation_number))
    changes, next_step = STATES[state]
    Appointment.objects.update(**changes)
    headlines, instructions = set(), set()
    for language in CATALOGUED:
        answer = program.get(
            f"appointments/{number}", basic=(number, booked.pin), Accept_Language=language
        ).json()
        assert (answer["status"], answer["state"]) == (state, state)
        assert answer["next_step"] == next_step
        headlines.add(answer["headline"])
        instructions.add(answer["instruction"])
    assert SENTENCES[state] in headlines
    assert len(headlines) == len(instructions) == len(CATALOGUED)


@pytest.mark.parametrize("state", STATES)
def test_the_notice_says_it_and_offers_nothing_that_would_be_refused(
    client: Client, state: str
) -> None:
    booked = make_booked(email="ada@example.org")
    number = str(booked.appointment.confirmation_number)
    client.post(MANAGE, {"number": number, "pin": booked.pin})
    cancel = marks_of("cancel", booked.appointment)
    Appointment.objects.update(**STATES[state][0])
    words = text_of(client.get(NOTICE))
    assert SENTENCES[state] in words
    assert f'href="{MOVE}' not in words and f'href="{CANCEL}' not in words
    assert ("ask at the desk" in words) == (state == "checked_in")
    assert "bring it with you" not in words
    for answer in (client.get(MOVE), client.post(CANCEL, cancel)):
        assert answer["Location"].startswith(NOTICE)
    assert Appointment.objects.get().status == state


def test_who_is_checked_in_between_page_and_press_reads_the_notice(
    client: Client, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked = make_booked()
    number = str(booked.appointment.confirmation_number)
    client.post(MANAGE, {"number": number, "pin": booked.pin})
    cancel = marks_of("cancel", booked.appointment)
    monkeypatch.setattr(
        "guichet.booking.views.manage._may_change",
        lambda *_, **__: bool(Appointment.objects.update(**HERE)),
    )
    page = client.post(CANCEL, cancel, follow=True)
    assert page.status_code == 200
    assert SENTENCES["checked_in"] in text_of(page)
    assert Appointment.objects.get().status == "checked_in"
