"""A change by the office reaches everybody it concerns, by every channel on file, once."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from guichet.booking import actions
from guichet.booking.models import Appointment, CallTask, Slot
from guichet.booking.notice.gather import notice_of
from guichet.booking.notice.states import closed_day
from guichet.booking.schedule import closures
from guichet.booking.schedule.tests.closing import close, keys
from guichet.booking.telling import channels
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import (
    MANAGE,
    MOVE,
    Now,
)
from guichet.booking.tests.postbox import Postbox, deliver_all
from guichet.booking.tests.windows import Window
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.offices.models import Closure, Office
from guichet.post import deliver, send
from guichet.post.texting import as_sent, segments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PHONE = "+12125550142"


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


def test_whoever_gave_only_a_phone_is_told_by_text(
    day: Slot, texts: list[tuple[str, str]], settings: Settings
) -> None:
    booked = make_booked(day)
    close(day)
    deliver_all()
    ((to, text),) = texts
    assert to == booked.appointment.phone
    assert text.startswith("Guichet: Test Field Office is closed on ")
    assert text.endswith(f"{settings.PUBLIC_URL}/en/m/")
    for secret in (booked.appointment.name, booked.pin, keys(booked)["number"]):
        assert secret not in text
    assert not CallTask.objects.exists()


@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans", "ru"])
def test_the_short_address_in_the_text_leads_to_another_time(
    client: Client, day: Slot, texts: list[tuple[str, str]], settings: Settings, language: str
) -> None:
    settings.PUBLIC_URL = "https://appointments.agency.example"
    booked = make_booked(day)
    Appointment.objects.update(language=language)
    close(day)
    deliver_all()
    ((_, text),) = texts
    assert segments(text) == 1
    address = as_sent(text).split()[-1].partition("appointments.agency.example")[2]
    response = client.get(address, follow=True)
    (page, status) = response.redirect_chain[-1]
    assert (page, status) == (f"/{language}/appointments/manage/", 302)
    window = Window(client).open(page).press(page, **keys(booked))
    sentence = closed_day(notice_of(booked.appointment, "", language=language))
    assert sentence.replace("\xa0", " ") in window.text
    assert f"/{language}/appointments/move/" in window.shown.text


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
    for _ in range(channels.TRIES_BEFORE_A_CALL):
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
    assert deliver.deliver(row.pk, now=NOW)
    (mail,) = postbox.mails
    assert "The office is closed on" in str(mail["Subject"])
    assert booked.pin in postbox.letters()


def test_a_shut_office_closes_all_its_days(day: Slot, texts: list[tuple[str, str]]) -> None:
    make_booked(day)
    Office.objects.update(is_open=False)
    closures.changed(day.office_id, now=NOW)
    deliver_all()
    assert len(texts) == 1


def test_a_family_with_one_telephone_reads_which_appointment_is_canceled(
    day: Slot, texts: list[tuple[str, str]], settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://guichet.example"
    family = [make_booked(day, number=number, phone=PHONE).appointment for number in range(2)]
    alone = make_booked(day, number=2).appointment
    for each in (family[1], alone):
        actions.cancel(each, actor="staff:7", now=NOW)
    deliver_all()
    (message, other) = (text for _, text in texts)
    assert f"(...{str(family[1].confirmation_number)[-3:]})" in message
    assert "(..." not in other
    hour = notice_of(alone, "").starts_at.strftime("%-I:%M")
    assert hour in message and hour in other


def test_a_family_reads_which_of_its_appointments_was_moved(
    day: Slot, texts: list[tuple[str, str]]
) -> None:
    """The old hour is not said, so another appointment at any hour could be meant."""
    later = make_open_slot(starts_at=day.starts_at + timedelta(hours=1))
    other, new, free = (make_open_slot(starts_at=NOW + timedelta(days=n)) for n in (9, 10, 11))
    moved = make_booked(later, number=1, phone=PHONE).appointment
    alone = make_booked(day, number=3).appointment
    make_booked(other, number=2, phone=PHONE)
    actions.move(moved, new.pk, actor="staff:7", now=NOW)
    actions.move(alone, free.pk, actor="staff:7", now=NOW)
    deliver_all()
    (message, plain) = (text for _, text in texts)
    assert f"(...{str(moved.confirmation_number)[-3:]})" in message
    assert "(..." not in plain
