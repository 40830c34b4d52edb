"""An office closes for a day: it counts at once, and every face of an appointment says so first."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from guichet.booking import closures, messages, telling
from guichet.booking.actions import Booked
from guichet.booking.models import Appointment, CallTask, Slot
from guichet.booking.testing import NOW, make_booked, make_hold, make_open_slot
from guichet.booking.tests.calls import Program, refused
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
from guichet.booking.tests.postbox import Postbox, deliver_all
from guichet.booking.tests.windows import Window, shown
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.notices import send
from guichet.offices.models import Closure, Office, OpeningHours

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PHONE = "+12125550142"


@pytest.fixture
def office() -> Office:
    """An office that works every day, so that only a closure closes it."""
    slot = make_open_slot(capacity=3)
    for weekday in range(1, 8):
        OpeningHours.objects.create(
            office=slot.office,
            service=slot.service,
            weekday=weekday,
            opens_at="08:00",
            closes_at="16:00",
            desks=3,
        )
    return slot.office


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def day(office: Office) -> Slot:
    return office.slots.get()


@pytest.fixture
def other_day(day: Slot) -> Slot:
    return make_open_slot(starts_at=NOW + timedelta(days=9))


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The text messages that went out: to whom, and what they say."""
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(send, "texts_configured", lambda: True)
    monkeypatch.setattr(send, "send_text", lambda text, to, *, key: sent.append((to, text)))
    return sent


def close(slot: Slot, **facts: object) -> Closure:
    """Save a closure of the day of a slot, as the administration does."""
    closure = Closure.objects.create(
        office=slot.office, starts_on=slot.local_day, ends_on=slot.local_day, **facts
    )
    closures.changed(slot.office_id, now=NOW)
    return closure


def keys(booked: Booked) -> dict[str, str]:
    return {"number": str(booked.appointment.confirmation_number), "pin": booked.pin}


def test_a_closure_counts_from_the_moment_it_is_saved(
    client: Client, program: Program, day: Slot, other_day: Slot
) -> None:
    booked = make_booked(other_day, number=5)
    hold(client, day)
    press(client, DETAILS, ADA)
    kept = make_hold(day, visitor="program")
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
    assert Appointment.objects.get(pk=kept.pk).state == "held"
    assert not Appointment.objects.filter(slot=day, state="booked").exists()


def test_every_face_says_first_that_the_office_is_closed(
    client: Client, program: Program, day: Slot, other_day: Slot
) -> None:
    booked = make_booked(day)
    close(day, reasons={"en": "A water pipe burst."})
    basic = (keys(booked)["number"], booked.pin)

    said = program.get(f"appointments/{basic[0]}", basic=basic).json()
    assert (said["status"], said["state"]) == ("booked", "closed")
    assert said["next_step"] == "choose_another_time"
    assert said["headline"].startswith("The office is closed on")
    assert said["reason"] == "A water pipe burst."
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
    assert "Print this notice and bring it" not in window.text
    assert "Please arrive" not in window.text


def test_it_offers_another_time_and_moves(client: Client, day: Slot, other_day: Slot) -> None:
    booked = make_booked(day)
    close(day)
    window = Window(client).open(f"{MANAGE}?to=move").press(MANAGE, **keys(booked))
    assert window.path == MOVE
    assert "The office is closed on" in window.text
    assert "You keep your present time" not in window.text
    window.open(f"{MOVE}?slot={other_day.pk}").press(MOVE)
    assert "Your appointment was moved" in window.text
    assert shown(other_day) in window.text
    assert "closed" not in window.text.partition("<main")[2].partition("</main")[0]


def test_the_mail_about_a_closure_strikes_out_the_calendar(day: Slot, postbox: Postbox) -> None:
    make_booked(day, email="ada@example.org")
    close(day)
    Dispatch.objects.exclude(kind="closure").delete()
    deliver_all()
    (mail,) = postbox.mails
    assert "The office is closed on" in str(mail["Subject"])
    (calendar,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert "METHOD:CANCEL" in calendar.get_content()
    assert "SEQUENCE:1" in calendar.get_content()
    assert "/en/appointments/manage/?to=move" in postbox.text()


def test_whoever_gave_only_a_phone_is_told_by_text(day: Slot, texts: list[tuple[str, str]]) -> None:
    booked = make_booked(day)
    close(day)
    deliver_all()
    ((to, text),) = texts
    assert to == booked.appointment.phone
    assert text.startswith("Guichet: Test Field Office is closed on Monday, November 30, 2026.")
    assert "/en/appointments/manage/" in text
    for secret in (booked.appointment.name, booked.pin, keys(booked)["number"]):
        assert secret not in text
    assert not CallTask.objects.exists()


def test_every_channel_on_file_is_used(
    day: Slot, postbox: Postbox, texts: list[tuple[str, str]]
) -> None:
    make_booked(day, email="ada@example.org")
    close(day)
    deliver_all()
    assert len(texts) == 1
    assert any("closed" in subject for subject in postbox.subjects())


def test_whom_no_message_can_reach_stands_on_the_list(day: Slot, settings: Settings) -> None:
    settings.SMS_URL = "none:"
    booked = make_booked(day)
    close(day)
    (task,) = CallTask.objects.all()
    assert (task.appointment_id, task.kind) == (booked.appointment.pk, "closure")


def test_whose_text_fails_stands_on_the_list_until_it_goes_through(
    day: Slot, monkeypatch: pytest.MonkeyPatch, now: Now
) -> None:
    def fail(text: str, to: str, *, key: str) -> None:
        raise ConnectionError

    monkeypatch.setattr(send, "texts_configured", lambda: True)
    monkeypatch.setattr(send, "send_text", fail)
    make_booked(day)
    close(day)
    for _ in range(telling.TRIES_BEFORE_A_CALL):
        assert not CallTask.objects.exists()
        deliver_all()
    assert CallTask.objects.filter(reached_at=None).count() == 1
    monkeypatch.setattr(send, "send_text", lambda text, to, *, key: None)
    deliver_all()
    assert not CallTask.objects.filter(reached_at=None).exists()


def test_a_text_that_is_refused_for_good_is_a_call(
    day: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(text: str, to: str, *, key: str) -> None:
        raise send.Undeliverable

    monkeypatch.setattr(send, "texts_configured", lambda: True)
    monkeypatch.setattr(send, "send_text", refuse)
    make_booked(day)
    close(day)
    deliver_all()
    assert CallTask.objects.filter(reached_at=None).count() == 1


def test_it_tells_that_a_closure_has_ended(
    client: Client, program: Program, day: Slot, texts: list[tuple[str, str]]
) -> None:
    booked = make_booked(day)
    closure = close(day)
    deliver_all()
    closure.delete()
    closures.changed(day.office_id, now=NOW + timedelta(hours=1))
    deliver_all()
    assert "is open on Monday, November 30, 2026 after all" in texts[-1][1]
    basic = (keys(booked)["number"], booked.pin)
    calendar = program.get(f"appointments/{basic[0]}/notice.ics", basic=basic).content.decode()
    assert "METHOD:PUBLISH" in calendar and "STATUS:CONFIRMED" in calendar
    assert "SEQUENCE:2" in calendar
    window = Window(client).open(MANAGE).press(MANAGE, **keys(booked))
    assert window.path == NOTICE
    assert "Print this notice and bring it" in window.text


def test_nobody_hears_of_the_end_of_a_closure_they_never_heard_of(
    day: Slot, texts: list[tuple[str, str]]
) -> None:
    make_booked(day)
    closure = close(day)
    closure.delete()
    closures.changed(day.office_id, now=NOW)
    deliver_all()
    assert texts == []


def test_the_end_of_a_closure_leaves_alone_who_has_moved(
    client: Client, day: Slot, other_day: Slot, texts: list[tuple[str, str]]
) -> None:
    booked = make_booked(day)
    closure = close(day)
    deliver_all()
    Window(client).open(f"{MANAGE}?to=move").press(MANAGE, **keys(booked)).open(
        f"{MOVE}?slot={other_day.pk}"
    ).press(MOVE)
    closure.delete()
    closures.changed(day.office_id, now=NOW)
    deliver_all()
    assert len(texts) == 1


def test_closing_a_closed_day_changes_nothing(day: Slot, texts: list[tuple[str, str]]) -> None:
    make_booked(day)
    close(day)
    deliver_all()
    lines = AuditEntry.objects.count()
    second = close(day)
    second.delete()
    closures.changed(day.office_id, now=NOW)
    deliver_all()
    assert len(texts) == 1
    assert AuditEntry.objects.count() == lines


def test_a_second_closure_after_an_end_is_told_again(
    day: Slot, texts: list[tuple[str, str]]
) -> None:
    make_booked(day)
    for hours in (0, 2):
        closure = Closure.objects.create(
            office=day.office, starts_on=day.local_day, ends_on=day.local_day
        )
        closures.changed(day.office_id, now=NOW + timedelta(hours=hours))
        deliver_all(now=NOW + timedelta(hours=hours))
        closure.delete()
        closures.changed(day.office_id, now=NOW + timedelta(hours=hours + 1))
        deliver_all(now=NOW + timedelta(hours=hours + 1))
    assert [" closed " in text for _, text in texts] == [True, False, True, False]


def test_a_mail_that_waits_says_a_closure_first(day: Slot, postbox: Postbox) -> None:
    booked = make_booked(day, email="ada@example.org")
    Closure.objects.create(office=day.office, starts_on=day.local_day, ends_on=day.local_day)
    row = Dispatch.objects.get(kind="appointment_confirmed")
    assert messages.deliver(row.pk, now=NOW)
    (mail,) = postbox.mails
    assert "The office is closed on" in str(mail["Subject"])
    assert booked.pin in postbox.text()


def test_a_shut_office_closes_all_its_days(day: Slot, texts: list[tuple[str, str]]) -> None:
    make_booked(day)
    Office.objects.update(is_open=False)
    closures.changed(day.office_id, now=NOW)
    deliver_all()
    assert len(texts) == 1


def test_the_page_of_a_past_appointment_says_that_it_is_past(
    client: Client, day: Slot, now: Now
) -> None:
    booked = make_booked(day)
    now.later(days=8)
    window = Window(client).open(MANAGE).press(MANAGE, **keys(booked))
    assert "This appointment is past." in window.text
    assert f"{BASE}offices/TST/case_question/" in window.text
