"""A mark in the database says which key every process enciphers with; a start compares keys."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import InterfaceError, OperationalError

from guichet.kernel.enciphering import current
from guichet.kernel.enciphering.tests.notes import A, B
from guichet.kernel.models import Mark

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(settings: LazySettings) -> Iterator[None]:
    settings.CIPHER_KEYS = {1: A, 2: B}
    current.forget()
    yield
    current.forget()


def test_nothing_is_enciphered_before_it_is_begun_nor_after_its_end() -> None:
    assert current.version() is None
    current.begin(2)
    assert current.version() == 2
    current.end()
    assert current.version() is None


def test_it_sees_what_another_process_has_begun_after_a_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert current.version() is None
    Mark.objects.create(name=current.MARK, value="2")
    current.look()
    assert current.version() is None
    monkeypatch.setattr(current, "PAUSE", 0)
    current.look()
    assert current.version() == 2


def test_it_asks_the_database_once_and_not_for_each_record(
    django_assert_num_queries: object,
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [current.version() for _ in range(10)] == [None] * 10


@pytest.mark.parametrize("error", [InterfaceError, OperationalError])
def test_a_database_that_is_gone_ends_no_thread_that_looks(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[type[Exception]] = []

    def fail() -> None:
        looks.append(error)
        raise error

    monkeypatch.setattr(current, "look", fail)
    monkeypatch.setattr(current.connection, "close", lambda: None)
    current.look_aside()
    assert looks == [error]


def test_a_node_that_lacks_a_key_or_has_another_under_its_version_is_found(
    settings: LazySettings,
) -> None:
    current.begin(1)
    current.begin(2)
    assert current.missing_keys() == []
    settings.CIPHER_KEYS = {1: B}
    assert current.missing_keys() == [1, 2]
    settings.CIPHER_KEYS = {}
    assert current.missing_keys() == [1, 2]


def test_a_key_may_go_once_no_record_is_enciphered_with_it(settings: LazySettings) -> None:
    current.begin(1)
    current.begin(2)
    current.drop_keys(but=2)
    settings.CIPHER_KEYS = {2: B}
    assert current.missing_keys() == []
    settings.CIPHER_KEYS = {1: A}
    assert current.missing_keys() == [2]
    current.drop_keys(but=None)
    assert current.missing_keys() == []
