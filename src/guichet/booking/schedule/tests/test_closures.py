"""An office closes for a day: it counts at once, and every face of an appointment says so first."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.api.tests.calls import Program, refused
from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule import closures
from guichet.booking.schedule.tests.closing import close, keys
from guichet.booking.testing import NOW, make_booked, make_hold
from guichet.booking.tests.journey import (
    ADA,
    BASE,
    BOOK,
    DETAILS,
    MANAGE,
    MOVE,
    NOTICE,
    Now,
    hold,
    press,
)
from guichet.booking.tests.pages import text_of
from guichet.booking.tests.postbox import deliver_all
from guichet.booking.tests.windows import Window, time_text
from guichet.offices.models import Closure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PHONE = "+12125550142"


@pytest.fixture
def program() -> Program:
    return Program()


def test_a_closure_counts_from_the_moment_it_is_saved(
    client: Client, program: Program, day: Slot, other_day: Slot
) -> None:
    booked = make_booked(other_day, number=5)
    hold(client, day)
    press(client, DETAILS, ADA)
    claim = make_hold(day, visitor="program")
    Closure.objects.create(office=day.office, starts_on=day.local_day, ends_on=day.local_day)

    page = press(client, BOOK)
    assert page.status_code == 409
    assert "The office is closed on this day" in text_of(page)
    assert "Your time is up" not in text_of(page)
    assert hold(Client(), day).status_code == 409
    assert refused(program.book(day)) == (409, "slot_closed")
    basic = (keys(booked)["number"], booked.pin)
    answer = program.post(f"appointments/{basic[0]}/move", {"slot": str(day.pk)}, basic=basic)
    assert refused(answer) == (409, "slot_closed")
    assert Appointment.objects.get(pk=claim.pk).state == "held"
    assert not Appointment.objects.filter(slot=day, state="booked").exists()


def test_every_face_says_first_that_the_office_is_closed(
    client: Client, program: Program, day: Slot, other_day: Slot
) -> None:
    booked = make_booked(day)
    close(day, reasons={"en": "A water pipe burst."})
    basic = (keys(booked)["number"], booked.pin)

    status = program.get(f"appointments/{basic[0]}", basic=basic).json()
    assert (status["status"], status["state"]) == ("booked", "closed")
    assert status["next_step"] == "choose_another_time"
    assert status["headline"].startswith("The office is closed on")
    assert status["reason"] == "A water pipe burst."
    alone = text_of(program.get(f"appointments/{basic[0]}/notice", basic=basic))
    assert alone.index("The office is closed on") < alone.index('class="when"')
    assert "Please arrive" not in alone
    calendar = program.get(f"appointments/{basic[0]}/notice.ics", basic=basic).content.decode()
    assert "METHOD:CANCEL" in calendar and "STATUS:CANCELLED" in calendar
    assert "SEQUENCE:1" in calendar
    assert "BEGIN:VALARM" not in calendar
    pdf = program.get(f"appointments/{basic[0]}/notice.pdf", basic=basic)
    assert pdf.content.startswith(b"%PDF-")

    window = Window(client).open(MANAGE).press(MANAGE, **keys(booked))
    assert "The office is closed on" in window.text
    assert "A water pipe burst." in window.text
    assert "<title>The office is closed on" in window.text
    assert "Print this notice and bring it" not in window.text
    assert "Please arrive" not in window.text


def test_a_closed_appointment_leaves_out_what_it_does_not_say(
    client: Client, program: Program, day: Slot
) -> None:
    booked = make_booked(day)
    close(day)
    number, pin = keys(booked)["number"], booked.pin
    alone = text_of(program.get(f"appointments/{number}/notice", basic=(number, pin)))
    Window(client).open(MANAGE).press(MANAGE, **keys(booked))
    page = text_of(client.get(NOTICE))
    for text in (alone, page):
        assert "The office is closed on" in text
        assert "None" not in text
        assert "Show this code at the desk" not in text
        assert "bring the number" not in text


def test_it_offers_another_time_and_moves(client: Client, day: Slot, other_day: Slot) -> None:
    booked = make_booked(day)
    close(day)
    window = Window(client).open(f"{MANAGE}?to=move").press(MANAGE, **keys(booked))
    assert window.path == MOVE
    assert "The office is closed on" in window.text
    assert "You keep your present time" not in window.text
    window.open(f"{MOVE}?slot={other_day.pk}").press(MOVE)
    assert "Your appointment was moved" in window.text
    assert time_text(other_day) in window.text
    assert "closed" not in window.text.partition("<main")[2].partition("</main")[0]


def test_it_tells_that_a_closure_has_ended(
    client: Client, program: Program, day: Slot, texts: list[tuple[str, str]]
) -> None:
    booked = make_booked(day)
    closure = close(day)
    deliver_all()
    closure.delete()
    closures.changed(day.office_id, now=NOW + timedelta(hours=1))
    deliver_all()
    assert "Nov 30, 10:00 AM takes place after all" in texts[-1][1]
    basic = (keys(booked)["number"], booked.pin)
    calendar = program.get(f"appointments/{basic[0]}/notice.ics", basic=basic).content.decode()
    assert "METHOD:PUBLISH" in calendar and "STATUS:CONFIRMED" in calendar
    assert "SEQUENCE:2" in calendar
    window = Window(client).open(MANAGE).press(MANAGE, **keys(booked))
    assert window.path == NOTICE
    assert "Print this notice and bring it" in window.text
    assert "The appointment stays booked." in window.text


def test_the_page_of_a_past_appointment_says_that_it_is_past(
    client: Client, day: Slot, now: Now
) -> None:
    booked = make_booked(day)
    now.later(days=8)
    window = Window(client).open(MANAGE).press(MANAGE, **keys(booked))
    assert "This appointment is past." in window.text
    assert "from this device." in window.text
    assert "stays booked" not in window.text
    assert f"{BASE}offices/TST/case_question/" in window.text
