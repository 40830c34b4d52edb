"""What is stored is brought under a key, under the next one and back, beside a busy site."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from guichet.kernel.enciphering import current, rewriting
from guichet.kernel.enciphering.tests.notes import A, B, table
from guichet.kernel.enciphering.tests.test_fields import CONTENT, FACTS, WORDS, make, read, stored
from guichet.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def note(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    settings.CIPHER_KEYS = {1: A, 2: B}
    monkeypatch.setattr(rewriting, "A_BATCH", 2)
    monkeypatch.setattr(rewriting, "A_HEAVY_BATCH", 2)
    current.forget()
    with table() as model:
        yield model
    current.forget()


def bring(model: Any, version: int | None) -> int:
    fields = [model._meta.get_field(name) for name in ("words", "facts", "content")]
    count = sum(sum(rewriting.rewrite(field, version=version)) for field in fields)
    assert [rewriting.left(field, version=version) for field in fields] == [0, 0, 0]
    return count


def test_it_enciphers_enciphers_anew_and_takes_all_back(note: Any) -> None:
    for number in range(5):
        make(note, f"V{number}")
    make(note, "V5", words="", facts={}, content=None)
    before = [stored(f"V{number}") for number in range(6)]
    for version in (1, 2):
        current.begin(version)
        assert bring(note, version) == 15
        assert bring(note, version) == 0
        assert [read(record) for record in note.objects.order_by("number")][:5] == (
            [(WORDS, FACTS, CONTENT)] * 5
        )
        assert not any("X1234567" in stored(f"V{number}") for number in range(6))
    current.end()
    assert bring(note, None) == 15
    assert [stored(f"V{number}") for number in range(6)] == before


def test_it_goes_on_where_it_was_stopped(note: Any) -> None:
    for number in range(5):
        make(note, f"V{number}")
    current.begin(1)
    words = note._meta.get_field("words")
    assert next(rewriting.rewrite(words, version=1)) == 2
    assert rewriting.left(words, version=1) == 3
    assert list(rewriting.rewrite(words, version=1)) == [2, 1]


@pytest.mark.parametrize("column", ["words", "facts", "content"])
def test_what_was_saved_meanwhile_is_not_lost(
    note: Any, column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(note)
    current.begin(1)
    field = note._meta.get_field(column)
    newer = {"words": "newer", "facts": {"newer": 1}, "content": b"newer"}[column]
    closed = field.closed

    def after_a_save(value: Any, record: Any, *, version: int | None) -> Any:
        monkeypatch.setattr(field, "closed", closed)
        another = note.objects.get()
        setattr(another, column, newer)
        another.save()
        return closed(value, record, version=version)

    monkeypatch.setattr(field, "closed", after_a_save)
    assert list(rewriting.rewrite(field, version=1)) == [0]
    assert getattr(note.objects.get(), column) == newer


def test_every_enciphered_column_of_the_site_is_found() -> None:
    names = {f"{field.model._meta.db_table}.{field.column}" for field in rewriting.columns()}
    with connection.cursor() as cursor:
        for name in names:
            table_name, column = name.split(".")
            cursor.execute(f"SELECT {column} FROM {table_name} LIMIT 0")


def test_it_sweeps_up_what_was_left_clear_and_says_so_once(
    note: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = [note._meta.get_field(name) for name in ("words", "facts", "content")]
    monkeypatch.setattr(rewriting, "columns", lambda: fields)
    monkeypatch.setattr(rewriting, "A_STRETCH", 2)
    for number in range(5):
        make(note, f"V{number}")
    assert rewriting.sweep(now=NOW) == 0, "nothing is enciphered yet"
    current.begin(1)
    assert [rewriting.sweep(now=NOW), rewriting.sweep(now=NOW)] == [15, 0]
    current.begin(2)
    assert rewriting.sweep(now=NOW) == 15
    assert [read(record) for record in note.objects.all()] == [(WORDS, FACTS, CONTENT)] * 5
    entries = AuditEntry.objects.order_by("pk").values_list("facts__key", "facts__count")
    assert list(entries) == [(1, 15), (2, 15)]
