"""Two windows share the cookies of a browser: neither ever writes what its page did not show."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking.actions import BookedAppointment
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, LostCode, Slot
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import (
    ADA,
    BASE,
    BOOK,
    CANCEL,
    DETAILS,
    LOST,
    LOST_CODE,
    MANAGE,
    MOVE,
    NOTICE,
    REVIEW,
    Now,
    hold,
)
from guichet.booking.tests.windows import Window, time_text
from guichet.offices.testing import make_service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def at_noon() -> Slot:
    return make_open_slot(capacity=3)


@pytest.fixture
def next_week() -> Slot:
    return make_open_slot(
        capacity=3,
        starts_at=NOW + timedelta(days=9),
        service=make_service(code="citizenship_question"),
    )


def held_in(client: Client, slot: Slot) -> Window:
    """Return a window that shows everything about a held place and waits for the last press."""
    hold(client, slot)
    return Window(client).open(DETAILS).press(DETAILS, **ADA)


def test_it_never_books_the_time_that_another_window_chose(at_noon: Slot, next_week: Slot) -> None:
    client = Client()
    first = held_in(client, at_noon)
    held_in(client, next_week)
    first.press(BOOK)
    assert first.shown.status_code == 409
    assert not Appointment.objects.filter(state="booked").exists()
    assert "Another time is kept for you now" in first.text
    assert time_text(at_noon) in first.text
    assert time_text(next_week) in first.text
    assert "it is still free" in first.text


def test_it_goes_on_with_either_time(at_noon: Slot, next_week: Slot) -> None:
    for slot in (at_noon, next_week):
        client = Client()
        first = held_in(client, at_noon)
        held_in(client, next_week)
        first.press(BOOK)
        if slot == at_noon:
            first.press(f"{BASE}slots/{at_noon.pk}/hold/")
            first.open(REVIEW)
        else:
            first.open(REVIEW)
        assert time_text(slot) in first.text
        assert "Ada Lovelace" in first.text
        first.press(BOOK)
        assert "Your appointment is booked" in first.text
        assert time_text(slot) in first.text
        Appointment.objects.all().delete()
        Slot.objects.update(taken=0)


@pytest.mark.parametrize("take_shown", [True, False])
def test_it_loses_nothing_that_was_typed(
    at_noon: Slot, next_week: Slot, *, take_shown: bool
) -> None:
    client = Client()
    hold(client, at_noon)
    first = Window(client).open(DETAILS)
    hold(client, next_week)
    first.press(DETAILS, **ADA)
    assert first.shown.status_code == 409
    assert not Appointment.objects.exclude(name="").exists()
    first.press(f"{BASE}slots/{at_noon.pk}/hold/" if take_shown else DETAILS)
    if take_shown:
        assert 'value="Ada Lovelace"' in first.text
        first.press(DETAILS)
    assert time_text(at_noon if take_shown else next_week) in first.text
    assert "Ada Lovelace" in first.text


def test_it_changes_the_language_of_the_question_and_loses_nothing(
    at_noon: Slot, next_week: Slot
) -> None:
    client = Client()
    hold(client, at_noon)
    first = Window(client).open(DETAILS)
    hold(client, next_week)
    first.press(DETAILS, **ADA)
    for form, target, fields in Window.buttons.fget(first):  # type: ignore[attr-defined]
        assert "language" not in fields, (form, target)
    again = next(form for form in _forms(first) if form.fields.get("about"))
    first.send(again, f"/ar{DETAILS[3:]}", {"language": "ar"})
    assert first.shown.status_code == 409
    assert 'lang="ar" dir="rtl"' in first.text
    assert 'value="Ada Lovelace"' in first.text


def _forms(window: Window) -> list[Any]:
    from guichet.booking.tests.windows import Page

    return Page(window.shown.content.decode()).forms


def test_it_asks_again_when_the_details_changed_in_another_window(at_noon: Slot) -> None:
    client = Client()
    first = held_in(client, at_noon)
    Window(client).open(DETAILS).press(DETAILS, **{**ADA, "name": "Charles Babbage"})
    first.press(BOOK)
    assert first.shown.status_code == 409
    assert "Your details were changed in another window" in first.text
    assert "Charles Babbage" in first.text
    first.press(BOOK)
    assert "Your appointment is booked" in first.text


def test_it_leads_to_the_notice_when_the_other_window_has_booked_this_time(at_noon: Slot) -> None:
    client = Client()
    first = held_in(client, at_noon)
    Window(client).open(REVIEW).press(BOOK)
    hold(client, make_open_slot(starts_at=NOW + timedelta(days=8)))
    first.press(BOOK)
    assert first.path.startswith(NOTICE)
    assert time_text(at_noon) in first.text


def open_in(client: Client, booked: BookedAppointment, path: str) -> Window:
    number = str(booked.appointment.confirmation_number)
    Window(client).open(MANAGE).press(MANAGE, number=number, pin=booked.pin)
    return Window(client).open(path)


@pytest.fixture
def two() -> list[BookedAppointment]:
    """Two appointments of two people, on two days."""
    days = (7, 9)
    return [
        make_booked(make_open_slot(starts_at=NOW + timedelta(days=day)), number=day) for day in days
    ]


def test_it_cancels_nothing_that_the_page_did_not_show(
    client: Client, two: list[BookedAppointment]
) -> None:
    first = open_in(client, two[0], CANCEL)
    open_in(client, two[1], NOTICE)
    first.press(CANCEL)
    assert first.shown.status_code == 409
    assert not Appointment.objects.exclude(cancelled_at=None).exists()
    assert "Another appointment is open on this device" in first.text
    assert time_text(two[1].appointment.slot) in first.text
    assert time_text(two[0].appointment.slot) not in first.text  # only what is open is named
    number = str(two[0].appointment.confirmation_number)
    first.press(MANAGE, number=number, pin=two[0].pin)
    assert "Cancel this appointment?" in first.text
    first.press(CANCEL)
    assert "This appointment is canceled" in first.text
    assert [appointment.pk for appointment in Appointment.objects.exclude(cancelled_at=None)] == [
        two[0].appointment.pk
    ]


def test_it_keeps_the_chosen_time_while_number_and_pin_are_asked(
    client: Client, two: list[BookedAppointment]
) -> None:
    later = make_open_slot(starts_at=NOW + timedelta(days=10))
    first = open_in(client, two[0], f"{MOVE}?slot={later.pk}")
    open_in(client, two[1], NOTICE)
    first.press(MOVE)
    assert first.shown.status_code == 409
    first.press(MANAGE, number=str(two[0].appointment.confirmation_number), pin=two[0].pin)
    assert "Move to this time?" in first.text
    first.press(MOVE)
    assert "Your appointment was moved" in first.text
    assert time_text(later) in first.text


def test_it_writes_nothing_when_number_and_pin_open_another_one(
    client: Client, two: list[BookedAppointment]
) -> None:
    first = open_in(client, two[0], CANCEL)
    open_in(client, two[1], NOTICE)
    first.press(CANCEL)
    first.press(MANAGE, number=str(two[1].appointment.confirmation_number), pin=two[1].pin)
    assert first.path.startswith(NOTICE)
    assert not Appointment.objects.exclude(cancelled_at=None).exists()


def test_it_asks_for_number_and_pin_and_goes_on_when_the_visit_was_over(
    client: Client, two: list[BookedAppointment], now: Now
) -> None:
    first = open_in(client, two[0], CANCEL)
    now.later(minutes=31)
    first.press(CANCEL)
    assert first.shown.status_code == 409
    assert "you go on where you were" in first.text
    first.press(MANAGE, number=str(two[0].appointment.confirmation_number), pin=two[0].pin)
    assert "Cancel this appointment?" in first.text


@pytest.mark.parametrize("link", ["notice.pdf", "notice.ics", "move/", "cancel/"])
def test_it_follows_no_link_to_another_appointment(
    client: Client, two: list[BookedAppointment], link: str
) -> None:
    first = open_in(client, two[0], NOTICE)
    address = first.text.partition(f'href="{BASE}{link}')[2].partition('"')[0]
    assert address.startswith("?about=")
    open_in(client, two[1], NOTICE)
    answer = client.get(f"{BASE}{link}{address}")
    assert answer.status_code == 409
    assert "Another appointment is open" in answer.content.decode()


def test_it_asks_again_when_the_appointment_was_moved_in_another_window(
    client: Client, two: list[BookedAppointment]
) -> None:
    later = make_open_slot(starts_at=NOW + timedelta(days=10))
    first = open_in(client, two[0], CANCEL)
    Window(client).open(f"{MOVE}?slot={later.pk}").press(MOVE)
    first.press(CANCEL)
    assert first.shown.status_code == 409
    assert "moved in another window" in first.text
    assert time_text(later) in first.text
    assert not Appointment.objects.exclude(cancelled_at=None).exists()


def test_each_window_waits_for_its_own_code(client: Client) -> None:
    people = [make_booked(make_open_slot(starts_at=NOW + timedelta(days=day)), number=day)
              for day in (3, 4)]  # fmt: skip
    windows = []
    for booked in people:
        appointment = booked.appointment
        fields = {**ADA, "name": appointment.name, "phone": appointment.phone}
        fields |= {"date_of_birth_day": "17", "date_of_birth_month": "5"}
        windows.append(Window(client).open(LOST).press(LOST, **fields))
    codes = [tokens.code_of(code) for code in LostCode.objects.order_by("pk")]
    for window, code, booked in zip(windows, codes, people, strict=True):
        window.press(LOST_CODE, code=code)
        assert time_text(booked.appointment.slot) in window.text
