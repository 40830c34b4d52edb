"""A PIN is made with the key that its record notes, until that key has leaked."""

import pytest
from django.conf import LazySettings

from guichet.kernel.enciphering import current, pins
from guichet.kernel.enciphering.tests.notes import A, B
from guichet.kernel.keyring import KeyMissingError

pytestmark = pytest.mark.django_db


def test_a_record_keeps_its_key_until_that_is_no_longer_valid(settings: LazySettings) -> None:
    settings.PIN_KEY = f"1:{A},2:{B}"
    assert (pins.newest(), pins.key_of(1)) == (1, A)
    current.leave(current.PIN, "2,1")
    assert (pins.newest(), pins.key_of(1), pins.key_of(2)) == (2, A, B)
    current.leave(current.PIN, "2")
    assert (pins.newest(), pins.key_of(1), pins.key_of(2)) == (2, B, B)
    settings.PIN_KEY = A
    with pytest.raises(KeyMissingError, match="PIN_KEY of this node has no key of version 2"):
        pins.key_of(1)
