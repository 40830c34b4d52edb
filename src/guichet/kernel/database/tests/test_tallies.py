"""What is only counted: one statement for a flood, and nothing lost while the database is away."""

from collections import Counter

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from guichet.kernel.database import tallies
from guichet.kernel.models import Tally

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "_counts", tallies._Counts())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give the time in seconds, which a test may set."""
    now = [1000.0]
    monkeypatch.setattr(tallies.time, "monotonic", lambda: now[0])
    return now


def counted() -> dict[str, int]:
    return dict(Tally.objects.values_list("name", "count"))


def test_it_writes_a_flood_once_in_some_seconds(clock: list[float]) -> None:
    with CaptureQueriesContext(connection) as queries:
        for _time in range(1000):
            tallies.count("refused")
    assert len(queries) == 1
    assert counted() == {"refused": 1}
    clock[0] += tallies.PAUSE
    tallies.count("lost")
    assert counted() == {"refused": 1000, "lost": 1}


def test_it_adds_to_what_others_have_counted(clock: list[float]) -> None:
    Tally.objects.create(name="refused", count=40)
    tallies.count("refused")
    assert counted() == {"refused": 41}


def test_it_keeps_what_could_not_be_written_and_bothers_nobody(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        @staticmethod
        def cursor() -> None:
            raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(tallies, "connection", Gone)
        tallies.count("refused")
        tallies.count("refused")
    assert tallies._counts.tally == Counter(refused=2)
    clock[0] += tallies.PAUSE
    tallies.count("refused")
    assert counted() == {"refused": 3}
