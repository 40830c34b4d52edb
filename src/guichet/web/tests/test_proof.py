"""The page that asks for a proof: everything typed comes along, and nobody needs script."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from guichet.kernel import clock
from guichet.kernel.guarding import proofs
from guichet.kernel.guarding.proofs import Price
from guichet.kernel.obstacles import Obstacle
from guichet.web.languages import ALL
from guichet.web.pages import proof

pytestmark = pytest.mark.django_db
HERE, PRICE = b"here", Price(units=0.01, seconds=30)


def form(language: str, fields: dict[str, Any]) -> HttpRequest:
    request = RequestFactory().post(f"/{language}/try/?from=here", fields)
    request.language = language  # type: ignore[attr-defined]
    return request


def tried(language: str = "en", *, now: datetime, **fields: Any) -> Any:
    """Send a form that has a price; return the page that asks for it, or None."""
    request = form(language, fields)
    try:
        proofs.charge(request, "test", PRICE, network=HERE, now=now)
    except Obstacle as obstacle:
        return proof.ask(request, obstacle, now=now)
    return None


def fields_of(page: Any, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', page.content.decode())


def test_it_asks_and_brings_everything_typed_along() -> None:
    page = tried(now=clock.now(), number="234-567-89Q", pin="<1>", times=["a", "b"])
    assert (page.status_code, page["Retry-After"]) == (429, "30")
    assert "no-store" in page["Cache-Control"]
    assert fields_of(page, "number") == ["234-567-89Q"] * 2  # once to calculate, once to wait
    assert fields_of(page, "pin") == ["&lt;1&gt;"] * 2
    assert fields_of(page, "times") == ["a", "b"] * 2
    assert 'action="/en/try/?from=here"' in page.content.decode()


def test_it_lets_somebody_on_who_waits() -> None:
    now = clock.now()
    page = tried(now=now, number="1")
    (ticket,) = fields_of(page, "ticket")
    early = tried(now=now + timedelta(seconds=10), number="1", ticket=ticket)
    assert early["Retry-After"] in {"20", "21"}
    assert fields_of(early, "ticket") == [ticket]
    assert tried(now=now + timedelta(seconds=31), number="1", ticket=ticket) is None


@pytest.mark.parametrize("language", ALL)
def test_it_asks_in_every_language(language: str) -> None:
    page = tried(language, now=clock.now()).content.decode()
    assert f'<html lang="{language}"' in page
    assert language == "en" or "Your device can do it" not in page
