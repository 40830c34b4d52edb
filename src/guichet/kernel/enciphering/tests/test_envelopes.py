"""An envelope opens in its own place and nowhere else, and shows nothing of what it holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as some

from guichet.kernel.enciphering import envelopes
from guichet.kernel.enciphering.envelopes import AlteredError, Envelope, Place
from guichet.kernel.enciphering.keys import KeyMissingError

PLACE = Place("post.words", ("V123456789", 7))


@pytest.fixture(autouse=True)
def _keys(settings: LazySettings) -> None:
    settings.CIPHER_KEYS = {1: "a" * 32, 255: "b" * 32}


@given(clear=some.binary(max_size=300), version=some.sampled_from([1, 255]))
def test_it_opens_again_from_text_and_from_bytes(clear: bytes, version: int) -> None:
    envelope = envelopes.encipher(clear, PLACE, version=version)
    assert envelopes.from_text(envelope.text) == envelope
    assert envelopes.from_bytes(envelope.bytes) == envelope
    assert envelopes.decipher(envelope, PLACE) == clear
    assert envelope.text.startswith(envelopes.mark_of_text(version))
    assert envelope.bytes.startswith(envelopes.mark_of_bytes(version))
    if len(clear) > 3:
        assert clear not in envelope.bytes


def test_the_same_words_are_never_enciphered_alike() -> None:
    assert len({envelopes.encipher(b"yes", PLACE, version=1).text for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "other",
    [
        Place("post.answer", PLACE.record),
        Place(PLACE.column, ("V123456780", 7)),
        Place(PLACE.column, ("V123456789", 8)),
        Place(PLACE.column, ("V123456789",)),
        Place(PLACE.column, ("V12345678", 97)),
    ],
)
def test_it_does_not_open_in_another_place(other: Place) -> None:
    envelope = envelopes.encipher(b"words", PLACE, version=1)
    with pytest.raises(AlteredError, match="was changed") as refusal:
        envelopes.decipher(envelope, other)
    assert "V1234" not in str(refusal.value)


@given(bit=some.integers(0, (12 + 5 + 16) * 8 - 1))
def test_it_does_not_open_once_any_bit_was_changed(bit: int) -> None:
    envelope = envelopes.encipher(b"words", PLACE, version=1)
    content = bytearray(envelope.content)
    content[bit // 8] ^= 1 << bit % 8
    with pytest.raises(AlteredError):
        envelopes.decipher(replace(envelope, content=bytes(content)), PLACE)


@pytest.mark.parametrize("content", [b"", b"short", bytes(12), bytes(27)])
def test_what_is_too_short_to_be_enciphered_is_altered(content: bytes) -> None:
    with pytest.raises(AlteredError):
        envelopes.decipher(Envelope(1, content), PLACE)


def test_it_does_not_open_under_another_key_or_without_one(settings: LazySettings) -> None:
    envelope = envelopes.encipher(b"words", PLACE, version=1)
    with pytest.raises(AlteredError):
        envelopes.decipher(replace(envelope, version=255), PLACE)
    settings.CIPHER_KEYS = {255: "b" * 32}
    with pytest.raises(KeyMissingError):
        envelopes.decipher(envelope, PLACE)


def test_a_moment_names_a_record_the_same_way_in_every_zone() -> None:
    moment = datetime(2028, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
    east = moment.astimezone(timezone(timedelta(hours=14)))
    envelope = envelopes.encipher(b"words", Place("a.b", (moment, b"\x01", None)), version=1)
    assert envelopes.decipher(envelope, Place("a.b", (east, memoryview(b"\x01"), None))) == b"words"


@given(text=some.text(alphabet=some.characters(exclude_characters="\x1a")))
def test_a_text_that_people_can_type_is_clear(text: str) -> None:
    assert envelopes.from_text(text) is None
