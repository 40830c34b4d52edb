"""A mail server that takes its time holds up nobody but the mail."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections

from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.postbox import Postbox, only_dispatch
from guichet.kernel.models import Dispatch
from guichet.kernel.work import outbox
from guichet.post import deliver as post_deliver

pytestmark = pytest.mark.django_db(transaction=True)

ADA = "ada@example.com"
LATER = NOW + outbox.LEASE


def deliver(pk: int) -> bool:
    """Deliver as another worker does, on a connection of its own."""
    try:
        return post_deliver.deliver(pk, now=NOW)
    finally:
        connections.close_all()


@contextmanager
def slow_mail(postbox: Postbox) -> Iterator[Future[bool]]:
    """Let a worker be in the middle of sending the only mail."""
    postbox.may_answer.clear()
    with ThreadPoolExecutor(1) as worker:
        sending = worker.submit(deliver, only_dispatch().pk)
        try:
            assert postbox.is_asked.wait(10)
            yield sending
        finally:
            postbox.may_answer.set()


def test_nobody_who_changes_the_table_waits_for_the_mail_server(postbox: Postbox) -> None:
    make_booked(email=ADA)
    with slow_mail(postbox) as sending, connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '500ms'")
        cursor.execute("ALTER TABLE kernel_dispatch ADD COLUMN of_tomorrow integer")
        cursor.execute("ALTER TABLE kernel_dispatch DROP COLUMN of_tomorrow")
        cursor.execute("SET lock_timeout = 0")
        assert not sending.done()
    assert sending.result()
    assert len(postbox.mails) == 1


def test_a_second_worker_passes_by_what_is_being_sent(postbox: Postbox) -> None:
    make_booked(email=ADA)
    pk = only_dispatch().pk
    with slow_mail(postbox) as sending:
        assert post_deliver.deliver(pk, now=NOW) is False
        assert post_deliver.waiting(now=LATER - timedelta(seconds=1)) == []
    assert sending.result()
    assert post_deliver.deliver(pk, now=LATER) is False
    assert len(postbox.mails) == 1
    assert only_dispatch().claimed_until is None


def test_two_workers_send_each_mail_once(postbox: Postbox) -> None:
    slot = make_open_slot(capacity=6)
    for number in range(6):
        make_booked(slot, number=number, email=ADA)
    pks = list(Dispatch.objects.values_list("pk", flat=True))
    with ThreadPoolExecutor(2) as workers:
        outcomes = list(workers.map(deliver, pks + pks))
    assert sum(outcomes) == len(pks)
    assert len({mail["Message-ID"] for mail in postbox.mails}) == len(postbox.mails) == len(pks)


def test_it_sends_again_what_a_worker_had_in_hand_that_died(postbox: Postbox) -> None:
    make_booked(email=ADA)
    pk = only_dispatch().pk
    assert outbox.claim(pk, now=NOW)  # and nothing more was heard of it
    assert post_deliver.waiting(now=LATER) == [pk]
    assert post_deliver.deliver(pk, now=LATER)
    assert len(postbox.mails) == 1


def test_a_worker_that_was_too_slow_takes_nothing_back(postbox: Postbox) -> None:
    make_booked(email=ADA)
    slow = outbox.claim(only_dispatch().pk, now=NOW)
    assert slow
    assert post_deliver.deliver(slow.pk, now=LATER)
    slow.given_up_at = LATER
    outbox.settle(slow)
    assert only_dispatch().sent_at == LATER
    assert only_dispatch().given_up_at is None
