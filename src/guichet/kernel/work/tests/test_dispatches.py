"""A dispatch is in one hand at a time, is sent once, and is given up when its time is over."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction

from guichet.kernel.models import Dispatch
from guichet.kernel.work import outbox
from guichet.kernel.work.outbox import LEASE, SENT_WITHIN, claim, enqueue, sent_to_today, settle

NOW = datetime(2028, 2, 29, 23, 59, 50, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CONTACT = b"a hash of an address, 32 bytes.."


@dataclass
class Letters:
    """Dispatches of these tests, each with a cause of its own."""

    number: int = 0

    def write(self, *, now: datetime = NOW, **facts: object) -> int:
        self.number += 1
        key = f"test:{self.number}"
        assert enqueue("test", self.number, key=key, language="ar", now=now, **facts)  # type: ignore[arg-type]
        return Dispatch.objects.get(key=key).pk


@pytest.fixture
def letters() -> Letters:
    return Letters()


def row(pk: int) -> Dispatch:
    return Dispatch.objects.get(pk=pk)


@pytest.mark.django_db
def test_it_is_written_with_what_the_worker_reads_again(letters: Letters) -> None:
    until = NOW + timedelta(hours=2)
    pk = letters.write(expires_at=until, contact=CONTACT, addressee=7)
    dispatch = row(pk)
    assert (dispatch.kind, dispatch.record, dispatch.addressee) == ("test", 1, 7)
    assert (dispatch.language, dispatch.created_at, dispatch.expires_at) == ("ar", NOW, until)
    assert bytes(dispatch.contact or b"") == CONTACT
    assert (dispatch.tried, dispatch.sent_at, dispatch.given_up_at) == (0, None, None)
    assert dispatch.traceparent is None, "no traces are sent here"


@pytest.mark.django_db
def test_where_nobody_says_until_when_it_is_tried_for_a_day(letters: Letters) -> None:
    dispatch = row(letters.write())
    assert dispatch.expires_at == NOW + timedelta(hours=24)
    assert dispatch.contact is None


@pytest.mark.django_db
def test_the_same_cause_writes_one_whatever_else_is_said(letters: Letters) -> None:
    pk = letters.write()
    again = enqueue("other", 9, key="test:1", language="fr", now=NOW + SECOND)
    assert not again
    assert (row(pk).kind, row(pk).language) == ("test", "ar")
    assert Dispatch.objects.count() == 1


@pytest.mark.django_db
def test_a_claim_counts_a_try_and_keeps_all_others_out(letters: Letters) -> None:
    pk = letters.write()
    dispatch = claim(pk, now=NOW)
    assert dispatch
    assert (dispatch.tried, dispatch.tried_at) == (1, NOW)
    assert dispatch.claimed_until == NOW + LEASE == row(pk).claimed_until
    assert claim(pk, now=NOW) is None
    assert claim(pk, now=NOW + LEASE - SECOND) is None


@pytest.mark.django_db
def test_what_a_worker_had_in_hand_that_died_is_claimed_anew(letters: Letters) -> None:
    pk = letters.write()
    claim(pk, now=NOW)
    again = claim(pk, now=NOW + LEASE)
    assert again
    assert again.tried == 2
    assert again.claimed_until == NOW + 2 * LEASE


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["sent_at", "given_up_at"])
def test_what_is_done_with_is_claimed_by_nobody(letters: Letters, field: str) -> None:
    pk = letters.write()
    Dispatch.objects.filter(pk=pk).update(**{field: NOW})
    assert claim(pk, now=NOW) is None
    assert claim(pk + 1, now=NOW) is None, "and what is not there by nobody either"
    assert row(pk).tried == 0


@pytest.mark.django_db
def test_one_whose_time_is_over_is_given_up_and_comes_back_without_a_claim(
    letters: Letters,
) -> None:
    pk = letters.write(expires_at=NOW + timedelta(minutes=10))
    assert claim(pk, now=NOW + timedelta(minutes=10) - SECOND)
    late = claim(pk, now=NOW + timedelta(minutes=10) + LEASE)
    assert late
    assert (late.claimed_until, late.given_up_at) == (None, NOW + timedelta(minutes=10) + LEASE)
    assert late.tried == 1, "giving up is no try"
    assert claim(pk, now=NOW + timedelta(hours=1)) is None
    exactly = letters.write(expires_at=NOW)
    given_up = claim(exactly, now=NOW)
    assert given_up
    assert given_up.given_up_at == NOW


@pytest.mark.django_db
def test_what_was_sent_is_settled_as_sent_even_when_the_claim_had_run_out(
    letters: Letters,
) -> None:
    pk = letters.write()
    slow = claim(pk, now=NOW)
    claim(pk, now=NOW + LEASE)
    assert slow
    slow.sent_at = NOW + LEASE + SECOND
    settle(slow)
    assert (row(pk).sent_at, row(pk).claimed_until) == (NOW + LEASE + SECOND, None)


@pytest.mark.django_db
def test_a_failure_counts_only_while_the_claim_is_still_ones_own(letters: Letters) -> None:
    pk = letters.write()
    slow = claim(pk, now=NOW)
    quick = claim(pk, now=NOW + LEASE)
    assert slow
    assert quick
    slow.given_up_at = NOW + LEASE + SECOND
    settle(slow)
    assert (row(pk).given_up_at, row(pk).claimed_until) == (None, NOW + 2 * LEASE)
    settle(quick)
    assert (row(pk).given_up_at, row(pk).claimed_until) == (None, None)
    assert claim(pk, now=NOW + LEASE + SECOND), "and the next try may begin at once"


@pytest.mark.django_db
def test_settling_one_leaves_every_other_as_it_is(letters: Letters) -> None:
    first, second = letters.write(), letters.write()
    dispatch = claim(first, now=NOW)
    claim(second, now=NOW)
    assert dispatch
    dispatch.sent_at = NOW
    settle(dispatch)
    assert row(second).sent_at is None
    assert row(second).claimed_until == NOW + LEASE


@pytest.mark.django_db(transaction=True)
def test_of_ten_workers_at_once_one_has_it(letters: Letters) -> None:
    pk = letters.write()

    def work(_number: int) -> bool:
        try:
            return claim(pk, now=NOW) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=5) as workers:
        assert sum(workers.map(work, range(10))) == 1
    assert row(pk).tried == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_finds_a_dispatch_in_anothers_transaction_does_not_wait_for_it(
    letters: Letters,
) -> None:
    pk = letters.write()

    def elsewhere() -> object:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
                return claim(pk, now=NOW)
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        assert claim(pk, now=NOW)
        assert other.submit(elsewhere).result() is None


@pytest.mark.django_db
def test_a_contact_is_counted_by_what_it_was_given_in_a_day(letters: Letters) -> None:
    ages = (timedelta(), SECOND, SENT_WITHIN - SECOND, SENT_WITHIN, SENT_WITHIN + SECOND)
    for age in ages:
        letters.write(now=NOW - age, contact=CONTACT)
    letters.write(contact=CONTACT[::-1])
    letters.write()
    assert sent_to_today(CONTACT, now=NOW) == 3
    assert sent_to_today(b"nobody's", now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_so_many_at_once_to_one_contact_are_counted_one_after_the_other() -> None:
    """Each counts and writes in one transaction; without the wait all would count none."""

    def tell(number: int) -> int:
        try:
            with transaction.atomic():
                count = sent_to_today(CONTACT, now=NOW)
                enqueue(
                    "test", number, key=f"at once {number}", language="en", now=NOW,
                    contact=CONTACT,
                )  # fmt: skip
                return count
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=5) as people:
        assert sorted(people.map(tell, range(10))) == list(range(10))


def test_the_lease_is_longer_than_a_mail_server_takes_and_shorter_than_a_code_is_good() -> None:
    assert timedelta(seconds=60) < LEASE < timedelta(minutes=5)
    assert outbox.DELIVER == "guichet.deliver"
