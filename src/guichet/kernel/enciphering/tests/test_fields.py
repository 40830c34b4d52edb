"""A model with enciphered columns reads and writes as any other; the table shows nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.db.models import Value

from guichet.kernel.database.rows import Reader
from guichet.kernel.enciphering import current
from guichet.kernel.enciphering.envelopes import AlteredError, Envelope
from guichet.kernel.enciphering.tests.notes import A, B, table

pytestmark = pytest.mark.django_db
NOW = datetime(2028, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
WORDS, FACTS, CONTENT = (
    "Müller, 護照 X1234567",
    {"passport": "X1234567", "n": [1, None]},
    b"%PDF-X12",
)


@pytest.fixture
def note(settings: LazySettings) -> Iterator[Any]:
    settings.CIPHER_KEYS = {1: A, 2: B}
    current.forget()
    with table() as model:
        yield model
    current.forget()


def make(model: Any, number: str = "V1", **values: Any) -> Any:
    everything = {"words": WORDS, "facts": FACTS, "content": CONTENT, **values}
    return model.objects.create(number=number, at=NOW, **everything)


def stored(number: str = "V1") -> str:
    """Return a row as whoever has stolen the table reads it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT notes_to_encipher::text FROM notes_to_encipher WHERE number = %s", [number]
        )
        return str(cursor.fetchone()[0])


def read(record: Any) -> tuple[Any, ...]:
    return record.words, record.facts, record.content


@pytest.mark.parametrize("version", [None, 1, 2])
def test_it_reads_what_was_written_enciphered_or_clear(note: Any, version: int | None) -> None:
    if version:
        current.begin(version)
    record = make(note)
    assert read(record) == (WORDS, FACTS, CONTENT)
    assert read(note.objects.get()) == (WORDS, FACTS, CONTENT)
    assert ("X1234567" in stored(), "護照" in stored()) == (version is None, version is None)
    assert (CONTENT.hex() in stored()) == (version is None)


def test_clear_and_enciphered_rows_stand_side_by_side_under_any_key(note: Any) -> None:
    make(note, "V1")
    for number in (1, 2):
        current.begin(number)
        make(note, f"V{number + 1}")
    assert [read(record) for record in note.objects.all()] == [(WORDS, FACTS, CONTENT)] * 3


def test_a_change_is_enciphered_and_what_nobody_looked_at_stays_as_it_is(note: Any) -> None:
    current.begin(1)
    record = make(note)
    before = stored()
    untouched = note.objects.get()
    untouched.save()
    assert stored() == before
    untouched.facts["n"] = "changed"
    untouched.save(update_fields=["facts"])
    record.refresh_from_db()
    assert read(record) == (WORDS, {**FACTS, "n": "changed"}, CONTENT)
    assert "changed" not in stored()


def test_what_is_read_without_its_record_is_an_envelope(note: Any) -> None:
    current.begin(1)
    make(note)
    envelope = note.objects.values_list("words", flat=True).get()
    assert isinstance(envelope, Envelope)
    later = note.objects.defer("words", "facts").get()
    assert later.words == WORDS
    assert note.objects.only("pk").get().facts == FACTS


def test_the_reader_of_records_opens_as_well(note: Any) -> None:
    current.begin(2)
    make(note)
    record = Reader(note).first("it.number = %s", ["V1"])
    assert record is not None
    assert read(record) == (WORDS, FACTS, CONTENT)


@pytest.mark.parametrize("column", ["words", "facts", "content"])
def test_two_that_were_exchanged_in_the_table_do_not_open(note: Any, column: str) -> None:
    current.begin(1)
    make(note, "V1")
    make(note, "V2")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE notes_to_encipher AS one SET {column} = other.{column}"
            " FROM notes_to_encipher AS other WHERE one.number <> other.number"
        )
    for record in note.objects.all():
        with pytest.raises(AlteredError):
            getattr(record, column)


@pytest.mark.parametrize("version", [None, 1])
def test_nothing_is_written_that_is_bound_to_no_record(note: Any, version: int | None) -> None:
    if version:
        current.begin(version)
    make(note)
    for values in ({"words": "clear"}, {"facts": {"clear": 1}}, {"content": b"clear"}):
        with pytest.raises(TypeError, match="is enciphered for its record"), transaction.atomic():
            note.objects.update(**values)
        with pytest.raises(TypeError, match="is enciphered for its record"):
            note.objects.filter(**values).first()
    record = note.objects.get()
    record.words = "clear"
    with pytest.raises(TypeError, match="is enciphered for its record"), transaction.atomic():
        note.objects.bulk_update([record], ["words"])
    assert read(note.objects.get()) == (WORDS, FACTS, CONTENT)


def test_an_empty_value_stays_empty_and_can_be_asked_for(note: Any) -> None:
    current.begin(1)
    make(note, "V1", words="", facts={}, content=None)
    make(note, "V2")
    assert note.objects.filter(words="", facts={}, content=None).get().number == "V1"
    assert note.objects.exclude(words="").get().number == "V2"
    note.objects.update(words="", facts={}, content=None)
    assert note.objects.filter(words="", facts={}, content=None).count() == 2


def test_many_rows_at_once_are_enciphered_each_for_itself(note: Any) -> None:
    current.begin(1)
    rows = [note(number=f"V{i}", at=NOW, words=WORDS, facts=FACTS) for i in range(3)]
    note.objects.bulk_create(rows)
    assert "X1234567" not in "".join(stored(f"V{i}") for i in range(3))
    assert [record.words for record in note.objects.annotate(one=Value(1))] == [WORDS] * 3


def test_a_migration_knows_what_binds_a_column(note: Any) -> None:
    _, path, _, kwargs = note._meta.get_field("facts").deconstruct()
    assert path == "guichet.kernel.enciphering.fields.EncipheredJSON"
    assert kwargs["bound_to"] == ("number", "at")
