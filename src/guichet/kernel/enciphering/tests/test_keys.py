"""Every column has a key of its own, and one that is missing is told."""

import pytest
from django.conf import LazySettings

from guichet.kernel.enciphering import keys
from guichet.kernel.keyring import KeyMissingError

A, B = "a" * 32, "b" * 40


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
