"""The example for programs does what it says, against a site that serves."""

import importlib.util
import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from guichet.booking.api.tests.calls import ADA
from guichet.booking.models import Slot
from guichet.booking.rules import FREE_CLAIMS
from guichet.booking.testing import make_open_slot
from guichet.kernel import clock
from guichet.kernel.guarding import proofs

EXAMPLE = Path(__file__).resolve().parents[1] / "docs" / "api-proof" / "book.py"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("api_proof_book", EXAMPLE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def crowded(live_server: Any, example: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Slot:
    """A time at an office of which this network has already held as many places as are free."""
    monkeypatch.setattr(proofs, "TRIES", 8)
    slot = make_open_slot(capacity=40, starts_at=clock.now() + timedelta(days=9))
    for _ in range(FREE_CLAIMS):
        place = example.call(f"{live_server.url}/api/v1/holds", {"slot": str(slot.pk)}, {})
        assert place.status == 201
    return slot


def test_it_books_with_work(example: ModuleType, live_server: Any, crowded: Slot) -> None:
    body = {"slot": str(crowded.pk), **ADA}
    answer = example.post(f"{live_server.url}/api/v1/appointments", body)
    assert (answer.status, len(answer.body["pin"])) == (201, 6)


def test_it_books_by_waiting(
    example: ModuleType, live_server: Any, crowded: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=sum(slept)))
    body = {"slot": str(crowded.pk), **ADA}
    url = f"{live_server.url}/api/v1/appointments"
    answer = example.post(url, body, waits=True, sleep=slept.append)
    assert answer.status == 201
    assert len(slept) == 1
    assert 29 <= slept[0] <= 30
