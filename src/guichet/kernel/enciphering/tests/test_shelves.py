"""Hashes on two shelves are filled, copied and emptied by steps, in batches, of whatever table."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from guichet.kernel.enciphering import current, rotating
from guichet.kernel.enciphering.shelves import Shelved, Shelves, of_text, same

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelved]:
    """Make a table for these tests alone, with two records and a third that has no hash."""
    with isolate_apps("guichet.kernel"):

        class Pass(models.Model):
            holder = models.BinaryField(null=True)
            holder_next = models.BinaryField(null=True)

            class Meta:
                app_label = "kernel"
                db_table = "passes_on_shelves"

            def __str__(self) -> str:
                return f"pass {self.pk}"

    with connection.schema_editor() as editor:
        editor.create_model(Pass)
    Pass.objects.bulk_create([Pass(holder=holder) for holder in (b"a1", b"b1", None)])

    def fill(pk: int) -> None:
        this = Pass.objects.get(pk=pk)
        Pass.objects.filter(pk=pk).update(holder_next=bytes(this.holder)[:1] + b"2")

    monkeypatch.setattr(current, "PAUSE", 0)
    monkeypatch.setattr(rotating, "A_BATCH", 1)
    yield Shelved(model=Pass, columns=("holder",), fill=fill)
    current.begin_anew()


def hashes(table: Shelved) -> list[tuple[bytes, bytes]]:
    return list(table.model._base_manager.order_by("pk").values_list("holder", "holder_next"))


def test_each_step_does_its_work_and_leaves_none(table: Shelved) -> None:
    counts, rows = [], []
    for step in rotating.identity_steps(2):
        assert rotating.left(table, step) is (step.name in {"fill", "copy"} or step == Shelves(2))
        counts.append(sum(rotating.work(table, step)))
        rows.append(hashes(table))
        assert not rotating.left(table, step)
    assert counts == [0, 2, 0, 2, 0, 2]
    assert rows[1] == rows[2] == [(b"a1", b"a2"), (b"b1", b"b2"), (None, None)]
    assert rows[3] == rows[4] == [(b"a2", b"a2"), (b"b2", b"b2"), (None, None)]
    assert rows[5] == [(b"a2", None), (b"b2", None), (None, None)]
    assert current.identity_shelves() == Shelves(2)


def test_one_that_was_begun_is_ended_before_the_next(table: Shelved) -> None:
    current.leave(current.IDENTITY, Shelves(1, 2, True).text)
    steps = [step.text for step in rotating.identity_steps(3)]
    assert " ".join(steps) == "1,2,spare 2,2,spare 2,2 2 2,3 2,3,spare 3,3,spare 3,3 3"


def test_a_mark_says_what_it_was_made_of() -> None:
    step = Shelves(1)
    for _ in range(5):
        assert of_text(step.text) == step
        step = step.step(2)


def test_what_is_looked_up_is_on_the_shelf_that_is_read(table: Shelved) -> None:
    record: Any = table.model(holder=b"a1", holder_next=b"a2")
    assert same(record, "holder", Shelves(1)).children == [("holder", b"a1")]
    spare = same(record, "holder", Shelves(1, 2, True), of="owner__")
    assert spare.children == [("owner__holder_next", b"a2")]
