"""The chain of seals: what is missing in it, does not follow, or is older than it says, is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from guichet.kernel.models import AuditEntry, AuditSeal
from guichet.kernel.record import audit, seals, seals_checked
from guichet.kernel.testing import without_guards

pytestmark = pytest.mark.django_db
NOW = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _three_seals() -> None:
    for _seal in range(3):
        for number in range(2):
            audit.write("seen", "x", number, actor="system", now=NOW)
        seals.seal_all(now=NOW)


def tamper(sql: str) -> None:
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(sql)


def problem(*, later: timedelta = timedelta()) -> str:
    return " ".join(seals_checked.broken(now=NOW + later))


def test_a_chain_that_nobody_touched_holds_for_years() -> None:
    assert problem() == problem(later=timedelta(days=3650)) == ""
    assert seals_checked.counted() == (3, 0)


def test_lines_that_wait_are_counted_and_break_nothing() -> None:
    audit.write("seen", "x", 9, actor="system", now=NOW)
    assert problem() == ""
    assert seals_checked.counted() == (3, 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("DELETE FROM kernel_auditseal WHERE number = 2", "Seal 3 is broken: it does not follow"),
        ("UPDATE kernel_auditseal SET before = '' WHERE number = 3", "does not follow seal 2"),
        ("UPDATE kernel_auditseal SET after = after - 1 WHERE number = 2", "not follow seal 1"),
        ("UPDATE kernel_auditseal SET number = 9 WHERE number = 3", "Seal 9 is broken"),
        ("DELETE FROM kernel_auditseal WHERE number = 1", "the seals before number 2 are gone"),
    ],
)
def test_a_seal_that_does_not_follow_is_named(change: str, words: str) -> None:
    tamper(change)
    assert words in problem()


def test_seals_that_are_gone_are_missed_whatever_is_left_of_their_lines() -> None:
    tamper("DELETE FROM kernel_auditseal WHERE number = 1")
    first = AuditSeal.objects.earliest("number")
    tamper(f"DELETE FROM kernel_auditentry WHERE id <= {first.after}")
    assert "the seals before number 2 are gone" in problem()


def test_a_batch_that_was_cut_at_its_end_is_told_by_its_numbers() -> None:
    last = AuditEntry.objects.latest("pk").pk
    tamper(f"DELETE FROM kernel_auditentry WHERE id = {last}")
    assert problem() == f"Seal 3 is broken: 2 lines were sealed up to line {last}, and there are 1."


@pytest.mark.parametrize(("days", "is_missed"), [(0, True), (730, True), (731, False)])
def test_a_whole_batch_is_missed_until_its_time_was_over(days: int, is_missed: bool) -> None:
    first = AuditSeal.objects.earliest("number")
    tamper(f"DELETE FROM kernel_auditentry WHERE id <= {first.last}")
    assert ("Seal 1 is broken" in problem(later=timedelta(days=days))) is is_missed


def test_a_batch_that_was_purged_in_part_is_missed_however_old_it_is() -> None:
    last = AuditSeal.objects.earliest("number").last
    tamper(f"DELETE FROM kernel_auditentry WHERE id = {last}")
    assert "Seal 1 is broken" in problem(later=timedelta(days=3650))
