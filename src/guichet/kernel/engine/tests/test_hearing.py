"""What the database tells is heard, and heard again after the session was lost."""

import time
from collections.abc import Iterator

import pytest
from django.db import connection

from guichet.kernel.engine import hearing
from guichet.kernel.engine.hearing import Ear

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Nothing but an end of its thread ends an ear.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]
CHANNEL = "guichet_hearing_test"
PATIENCE = 60.0


def tell(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, text])


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What an ear has heard; it ends with the test."""
    monkeypatch.setattr(hearing, "AGAIN", 0.05)
    texts: list[str] = []

    def hear(text: str) -> None:
        texts.append(text)
        if text == "end":
            raise SystemExit

    ear = Ear(CHANNEL, hear)
    assert not ear.hears
    ear.begin()
    yield texts
    tell("end")
    wait(texts, "end")


def wait(texts: list[str], text: str, *, times: int = 1) -> None:
    deadline = time.monotonic() + PATIENCE
    while texts.count(text) < times and time.monotonic() < deadline:
        time.sleep(0.01)
    assert texts.count(text) == times


def test_it_hears_what_is_told_and_finds_its_way_back(heard: list[str]) -> None:
    wait(heard, "")
    tell("MIA")
    wait(heard, "MIA")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE %s",
            [f'LISTEN "{CHANNEL}"%'],
        )
    wait(heard, "", times=2)
    tell("BOS")
    wait(heard, "BOS")
