"""What leaves the house: once, while it is true, and again when it did not get through."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from guichet.booking import actions, queries, upkeep
from guichet.booking.models import Appointment, ReleaseWish, Slot
from guichet.booking.telling import reminders
from guichet.booking.testing import NOW, make_booked, make_details, make_open_slot
from guichet.booking.tests.postbox import Postbox, deliver_all, only_dispatch
from guichet.kernel.models import Dispatch
from guichet.kernel.work import outbox
from guichet.offices.models import Closure
from guichet.post import deliver, send
from guichet.post.texting import segments

pytestmark = pytest.mark.django_db

ADA = "ada@example.com"


def test_it_sends_the_notice_of_a_booking_with_its_pin(postbox: Postbox) -> None:
    booked = make_booked(email=ADA)
    assert deliver_all() == 1
    assert postbox.mails[0]["To"] == ADA
    assert booked.pin in postbox.letters()
    files = {part.get_content_type() for part in postbox.mails[0].iter_attachments()}
    assert files == {"application/pdf", "text/calendar"}


def test_it_writes_in_the_language_of_the_booking(postbox: Postbox) -> None:
    slot = make_open_slot()
    claim = actions.hold(slot.pk, visitor="v", networks=None, now=NOW)
    actions.book(claim.pk, make_details(email=ADA), language="ar", now=NOW)
    deliver_all()
    assert postbox.mails[0]["Content-Language"] == "ar"


def test_it_sends_nothing_twice(postbox: Postbox) -> None:
    make_booked(email=ADA)
    assert [deliver_all(), deliver_all()] == [1, 0]
    assert deliver.waiting(now=NOW + timedelta(hours=2)) == []
    assert len(postbox.mails) == 1


def test_it_sends_nothing_where_no_address_was_given(postbox: Postbox) -> None:
    make_booked()
    assert Dispatch.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_it_passes_by_what_another_worker_has_in_hand(postbox: Postbox) -> None:
    make_booked(email=ADA)
    pk = only_dispatch().pk

    def try_to_deliver() -> bool:
        try:
            return deliver.deliver(pk, now=NOW)
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        assert Dispatch.objects.select_for_update().get(pk=pk)
        assert pool.submit(try_to_deliver).result() is False
    assert deliver.deliver(pk, now=NOW)
    assert len(postbox.mails) == 1


def test_it_tries_again_later_each_time(postbox: Postbox) -> None:
    make_booked(email=ADA)
    postbox.answer = "451 try later"
    at, pauses = NOW, []
    for _ in range(9):
        assert deliver_all(now=at) == 0
        earlier = at
        while not deliver.waiting(now=at):
            at += timedelta(minutes=1)
        pauses.append((at - earlier).seconds // 60)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    postbox.answer = "250 OK"
    assert deliver_all(now=at) == 1
    assert len(postbox.mails) == 1
    assert only_dispatch().tried == 10


def test_it_waits_for_the_job_before_it_tries_by_itself() -> None:
    make_booked(email=ADA)
    assert deliver.waiting(now=NOW + timedelta(seconds=30)) == []
    assert len(deliver.waiting(now=NOW + timedelta(minutes=1))) == 1


def test_it_gives_up_when_the_message_has_expired(postbox: Postbox) -> None:
    make_booked(email=ADA)
    postbox.answer = "451 try later"
    deliver_all()
    late = only_dispatch().expires_at
    assert len(deliver.waiting(now=late)) == 1
    postbox.answer = "250 OK"
    assert deliver_all(now=late) == 0
    assert only_dispatch().given_up_at == late
    assert deliver.waiting(now=late + timedelta(days=1)) == []
    assert postbox.mails == []


def test_it_gives_up_at_once_where_the_address_is_refused(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise send.Undeliverable

    monkeypatch.setattr(send, "send_mail", refuse)
    make_booked(email=ADA)
    assert deliver_all() == 0
    assert only_dispatch().given_up_at == NOW


def test_it_keeps_what_is_personal_out_of_the_log(
    postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    booked = make_booked(email=ADA, name="Grace")
    postbox.answer = f"550 {ADA} Grace is unknown here"
    with caplog.at_level(logging.DEBUG):
        deliver_all()
    ours = " ".join(line.getMessage() for line in caplog.records if line.name != "mail.log")
    assert "was not sent" in ours
    for secret in (ADA, "Grace", booked.pin, str(booked.appointment.confirmation_number)):
        assert secret not in ours


def test_it_keeps_what_is_personal_out_of_the_outbox() -> None:
    booked = make_booked(email=ADA, name="Grace")
    row = " ".join(str(value) for value in Dispatch.objects.values_list().get())
    for secret in (ADA, "Grace", booked.pin, str(booked.appointment.confirmation_number)):
        assert secret not in row


def test_it_says_only_the_last_of_several_changes(postbox: Postbox) -> None:
    booked = make_booked(email=ADA)
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    actions.move(booked.appointment, later.pk, now=NOW)
    assert deliver_all() == 1
    assert "Wednesday, December 2" in postbox.subjects()[0]


def test_it_tells_of_a_cancellation_and_no_longer_of_the_booking(postbox: Postbox) -> None:
    booked = make_booked(email=ADA)
    actions.cancel(booked.appointment, now=NOW)
    assert deliver_all() == 1
    assert "canceled" in postbox.subjects()[0]
    assert booked.pin not in postbox.letters()


def reminder(booked: actions.BookedAppointment, *, now: datetime) -> None:
    Dispatch.objects.all().delete()
    assert reminders.remind(now=now) == 1


def test_it_reminds(postbox: Postbox) -> None:
    booked = make_booked(make_open_slot(starts_at=NOW + timedelta(days=5)), email=ADA)
    at = NOW + timedelta(days=3)
    reminder(booked, now=at)
    assert deliver_all(now=at) == 2  # by mail and by text
    assert "two days" in postbox.subjects()[0]
    assert booked.pin not in postbox.letters()


def test_it_reminds_by_text_whoever_has_no_address(texts: list[tuple[str, str]]) -> None:
    booked = make_booked(make_open_slot(starts_at=NOW + timedelta(days=8)))
    at = NOW + timedelta(days=1)
    reminder(booked, now=at)
    assert deliver_all(now=at) == 1
    ((number, text),) = texts
    assert number == booked.appointment.phone
    assert "appointment on Tue, Dec 1" in text
    assert segments(text) == 1
    assert reminders.remind(now=at + timedelta(hours=1)) == 0


def test_it_sends_one_message_a_day_but_on_the_day_itself() -> None:
    booked = make_booked(make_open_slot(starts_at=NOW + timedelta(days=8)), email=ADA)
    at, day = NOW + timedelta(days=1), booked.appointment.slot.starts_at - timedelta(hours=1)
    for now, count in ((at, 0), (day, 1)):
        Dispatch.objects.all().delete()
        person = booked.appointment.identity
        outbox.enqueue("offer", 1, key="offer:1", language="en", now=now, contact=person)
        assert reminders.remind(now=now) == count


@pytest.mark.parametrize("what", ["cancelled", "moved", "started", "erased"])
def test_it_sends_no_reminder_after_its_purpose_has_passed(postbox: Postbox, what: str) -> None:
    booked = make_booked(make_open_slot(starts_at=NOW + timedelta(days=5)), email=ADA)
    at = NOW + timedelta(days=3)
    reminder(booked, now=at)
    if what == "cancelled":
        Appointment.objects.update(state="ended", cancelled_at=at)
    elif what == "moved":
        later = make_open_slot(starts_at=NOW + timedelta(days=30))
        actions.move(booked.appointment, later.pk, now=at)
        Dispatch.objects.filter(kind="appointment_moved").update(sent_at=at)
    elif what == "started":
        at = booked.appointment.slot.starts_at + timedelta(seconds=1)
        Dispatch.objects.update(expires_at=at + timedelta(days=1))
    else:
        Appointment.objects.all().delete()
    assert deliver_all(now=at) == 0
    assert postbox.mails == []
    assert Dispatch.objects.filter(given_up_at=at).count() == 2


def test_it_tells_of_a_closure_and_why(postbox: Postbox) -> None:
    booked = make_booked(email=ADA)
    slot = booked.appointment.slot
    Closure.objects.create(
        office=slot.office,
        starts_on=slot.local_day,
        ends_on=slot.local_day,
        reasons={"en": "The heating is broken."},
    )
    Dispatch.objects.all().delete()
    outbox.enqueue("closure", booked.appointment.pk, key="closure:1", language="en", now=NOW)
    assert deliver_all() == 1
    assert "The heating is broken." in postbox.text()


def wish_at(slot: Slot) -> None:
    actions.wish(office=slot.office_id, service=slot.service_id, email=ADA, language="en", now=NOW)


def test_it_tells_once_that_a_place_is_free(postbox: Postbox) -> None:
    slot = make_open_slot()
    Slot.objects.update(taken=1)
    for _ in range(2):
        wish_at(slot)
    assert upkeep.tell_wishes(now=NOW) == 0
    Slot.objects.update(taken=0)  # somebody has given it back
    assert upkeep.tell_wishes(now=NOW) == 1
    assert upkeep.tell_wishes(now=NOW) == 0
    assert deliver_all() == 1
    assert f"/en/appointments/offices/{slot.office_id}/{slot.service_id}/" in postbox.text()
    assert ReleaseWish.objects.get().told_at == NOW


def test_it_tells_of_new_times_whom_those_before_did_not_suit(postbox: Postbox) -> None:
    wish_at(make_open_slot())
    tomorrow = NOW + timedelta(days=1)
    assert upkeep.tell_wishes(now=tomorrow) == 0  # what is free was free before
    make_open_slot(starts_at=NOW + timedelta(days=9), opens_at=tomorrow)
    assert upkeep.tell_wishes(now=tomorrow - timedelta(minutes=1)) == 0
    assert upkeep.tell_wishes(now=tomorrow) == 1
    assert deliver_all() == 1


def test_it_counts_the_versions_of_a_calendar_entry(postbox: Postbox) -> None:
    booked = make_booked(email=ADA)
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    moved = actions.move(booked.appointment, later.pk, now=NOW)
    assert queries.changes_of(moved.appointment) == 1
    deliver_all()
    calendar = [
        part.get_content()
        for part in postbox.mails[0].iter_attachments()
        if part.get_content_type() == "text/calendar"
    ]
    assert "SEQUENCE:1" in str(calendar[0])


def test_it_survives_a_record_that_is_gone(postbox: Postbox) -> None:
    make_booked(email=ADA)
    Appointment.objects.all().delete()
    assert deliver_all() == 0
    assert only_dispatch().given_up_at == NOW
