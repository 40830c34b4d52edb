"""Keys are read with their versions; what no rotation may change hangs on a key of its own."""

import pytest
from django.conf import LazySettings

from guichet.kernel import keyring
from guichet.kernel.keyring import KeyMissingError
from guichet.kernel.references import derive

A, B, C = "a" * 32, "b" * 40, "c:,of before" * 4


def test_it_reads_keys_by_their_version_in_any_order_and_with_spaces() -> None:
    assert keyring.read(f"1:{A}, 12:{B},") == {1: A, 12: B}
    assert keyring.read(A) == {1: A}
    assert keyring.read("") == {}
    assert keyring.read(f"3:a:{A}".replace("a:", "", 1)) == {3: A}


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
        keyring.read(text)
    assert A not in str(refusal.value)
    assert B not in str(refusal.value)


def test_a_setting_that_cannot_be_read_stops_the_start() -> None:
    with pytest.raises(SystemExit, match="CIPHER_KEYS cannot be used: two keys have the version"):
        keyring.of_setting(f"1:{A},1:{B}")


def test_a_key_of_before_is_the_first_whatever_its_characters(settings: LazySettings) -> None:
    settings.IDENTITY_KEY = C
    assert keyring.keys_of("IDENTITY_KEY") == {1: C}
    settings.IDENTITY_KEY = f"2:{B},1:{A}"
    assert keyring.key("IDENTITY_KEY", 1) == A
    with pytest.raises(KeyMissingError, match="IDENTITY_KEY of this node has no key of version 3"):
        keyring.key("IDENTITY_KEY", 3)


def test_what_no_rotation_changes_is_as_before_until_it_has_a_key(settings: LazySettings) -> None:
    settings.PIN_KEY, settings.IDENTITY_KEY, settings.WORKING_KEY = A, B, ""
    minute, visit = derive(A, "release", 7), derive(B, "ended visit", "x")
    for pin_key, identity_key in ((A, B), (f"2:{B},1:{A}", f"2:{A},1:{B}")):
        settings.PIN_KEY, settings.IDENTITY_KEY = pin_key, identity_key
        assert keyring.workings("release", 7, before="PIN_KEY") == [minute]
        assert keyring.workings("ended visit", "x") == [visit]
    settings.WORKING_KEY = C
    assert keyring.workings("release", 7, before="PIN_KEY") == [derive(C, "release", 7), minute]
    settings.PIN_KEY = f"2:{B}"
    assert keyring.workings("release", 7, before="PIN_KEY") == [derive(C, "release", 7)]


def test_nothing_starts_that_hangs_on_a_first_key_that_is_gone() -> None:
    with pytest.raises(SystemExit, match="PIN_KEY has no version 1 any more, so WORKING_KEY must"):
        keyring.check("", IDENTITY_KEY={1: A}, PIN_KEY={2: B})
    keyring.check(C, IDENTITY_KEY={2: A}, PIN_KEY={2: B})


def test_the_first_of_another_may_be_the_working_key() -> None:
    lists = {"PIN_KEY": {1: A, 2: B}, "IDENTITY_KEY": {1: C}}
    names = {"SECRET_KEY": "s", "PIN_KEY": A, "PIN_KEY 2": B, "IDENTITY_KEY": C}
    assert keyring.by_name("s", A, **lists) == keyring.by_name("s", "", **lists) == names
    assert keyring.by_name("s", "w", **lists) == {**names, "WORKING_KEY": "w"}
