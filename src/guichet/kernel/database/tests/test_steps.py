"""A purge goes in steps: every row once, in order, and each step is kept when a later one fails."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from guichet.kernel.database import forgetting
from guichet.kernel.database.forgetting import change, each, erase, in_steps
from guichet.kernel.database.marks import purged
from guichet.kernel.models import Mark, Tally

pytestmark = pytest.mark.django_db
NOW = datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)


def names(count: int) -> list[str]:
    rows = [Tally(name=f"row {number:03}", count=number) for number in range(count)]
    Tally.objects.bulk_create(rows)
    return [row.name for row in rows]


@pytest.mark.parametrize(
    ("rows", "at_once", "steps"),
    [(0, 3, []), (1, 3, [1]), (3, 3, [3]), (4, 3, [3, 1]), (6, 3, [3, 3]), (7, 1, [1] * 7)],
)
def test_every_row_is_taken_once_in_the_order_of_its_key(
    rows: int, at_once: int, steps: list[int]
) -> None:
    expected, taken_up = names(rows), list[list[str]]()

    def step(pks: list[str]) -> int:
        taken_up.append(pks)
        return len(pks)

    assert in_steps(Tally.objects.order_by("-count"), step, at_once=at_once) == rows
    assert [len(pks) for pks in taken_up] == steps
    assert [pk for pks in taken_up for pk in pks] == expected


def test_what_a_step_leaves_is_not_taken_again_and_not_counted() -> None:
    names(7)
    looks = list[int]()

    def step(pks: list[str]) -> int:
        looks.append(len(pks))
        return 1

    assert in_steps(Tally.objects.all(), step, at_once=2) == 4
    assert looks == [2, 2, 2, 1]


def test_the_steps_before_one_that_fails_are_kept() -> None:
    expected = names(6)

    def step(pks: list[str]) -> int:
        count = Tally.objects.filter(pk__in=pks).delete()[0]
        if expected[3] in pks:
            raise ArithmeticError
        return count

    with transaction.atomic(), pytest.raises(ArithmeticError):
        in_steps(Tally.objects.all(), step, at_once=2)
    assert list(Tally.objects.order_by("pk").values_list("pk", flat=True)) == expected[2:]


def test_it_erases_the_rows_that_it_is_given_and_no_others() -> None:
    names(9)
    assert erase(Tally.objects.filter(count__lt=5), at_once=2) == 5
    assert sorted(Tally.objects.values_list("count", flat=True)) == [5, 6, 7, 8]
    assert erase(Tally.objects.filter(count__lt=5)) == 0


def test_a_row_that_changed_meanwhile_is_left_for_another_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between the look at the keys and the step somebody may have used the row again."""
    names(3)
    rows = Tally.objects.filter(count__lt=3)

    class Meanwhile:
        @staticmethod
        def atomic() -> transaction.Atomic:
            Tally.objects.filter(name="row 001").update(count=100)
            return transaction.atomic()

    monkeypatch.setattr(forgetting, "transaction", Meanwhile)
    assert erase(rows) == 2
    assert list(Tally.objects.values_list("name", flat=True)) == ["row 001"]


def test_it_changes_what_it_is_given_and_tells_of_how_many() -> None:
    names(4)
    assert change(Tally.objects.filter(count__gt=0), {"count": 0}) == 3
    assert set(Tally.objects.values_list("count", flat=True)) == {0}


def test_a_purge_of_nothing_is_one_look() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert erase(Tally.objects.all()) == 0
    assert len(queries) == 1


def test_what_is_off_is_told_of_only_where_something_was_left_of_it() -> None:
    kinds = {"codes": lambda: 0, "drafts": lambda: 0, "wishes": lambda: 2}
    assert each(kinds, now=NOW, leftovers=["drafts", "wishes"]) == {"codes": 0, "wishes": 2}
    marked = set(Mark.objects.values_list("name", flat=True))
    assert {purged("codes"), purged("wishes")} <= marked
    assert purged("drafts") not in marked


def test_a_kind_that_fails_leaves_no_mark_of_an_end() -> None:
    def fail() -> int:
        raise ArithmeticError

    with pytest.raises(forgetting.PurgeIncompleteError) as failure:
        each({"codes": fail, "drafts": fail, "audit": lambda: 1}, now=NOW)
    assert str(failure.value) == "Not forgotten: codes, drafts."
    assert Mark.objects.get(name=purged("audit")).value == str(int(NOW.timestamp()))
    assert not Mark.objects.filter(name__in=[purged("codes"), purged("drafts")]).exists()
