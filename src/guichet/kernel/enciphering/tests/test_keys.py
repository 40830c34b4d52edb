"""Keys are read from one setting; a wrong one stops the start with a sentence."""

import pytest
from django.conf import LazySettings

from guichet.kernel.enciphering import keys
from guichet.kernel.enciphering.keys import KeyMissingError

A, B = "a" * 32, "b" * 40


def test_it_reads_keys_by_their_version_in_any_order_and_with_spaces() -> None:
    assert keys.read(f"1:{A}, 12:{B},") == {1: A, 12: B}
    assert keys.read(A) == {1: A}
    assert keys.read("") == {}
    assert keys.read(f"3:a:{A}".replace("a:", "", 1)) == {3: A}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"0:{A}", "with a version up to 255"),
        (f"256:{A}", "with a version up to 255"),
        (f"x:{A}", "with a version up to 255"),
        (f"²:{A}", "with a version up to 255"),
        (f":{A}", "with a version up to 255"),
        (f"1:{A},1:{B}", "two keys have the version 1"),
        (f"1:{A},{B}", "two keys have the version 1"),
        (f"2:{'a' * 31}", "the key of version 2 is shorter than 32 characters"),
    ],
)
def test_it_says_what_is_wrong_and_shows_no_key(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as refusal:
        keys.read(text)
    assert A not in str(refusal.value)
    assert B not in str(refusal.value)


def test_a_setting_that_cannot_be_read_stops_the_start() -> None:
    with pytest.raises(SystemExit, match="CIPHER_KEYS cannot be used: two keys have the version"):
        keys.of_setting(f"1:{A},1:{B}")


def test_the_highest_version_is_the_newest(settings: LazySettings) -> None:
    settings.CIPHER_KEYS = {2: A, 10: B, 9: A}
    assert keys.newest() == 10
    settings.CIPHER_KEYS = {}
    with pytest.raises(KeyMissingError, match="has no key of version 1"):
        keys.newest()


def test_every_column_and_version_has_a_key_of_its_own(settings: LazySettings) -> None:
    settings.CIPHER_KEYS = {1: A, 2: B}
    nonce = bytes(12)
    enciphered = {
        keys.cipher(version, column).encrypt(nonce, b"the same", None)
        for version in (1, 2)
        for column in ("t.a", "t.b")
    }
    assert len(enciphered) == 4
    settings.CIPHER_KEYS = {1: B}  # another key under a version makes another cipher at once
    assert keys.cipher(1, "t.a").encrypt(nonce, b"the same", None) in enciphered


def test_a_key_that_is_missing_is_told_by_its_version(settings: LazySettings) -> None:
    settings.CIPHER_KEYS = {1: A}
    with pytest.raises(KeyMissingError, match="has no key of version 7"):
        keys.cipher(7, "t.a")
