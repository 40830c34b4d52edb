"""A program that calls the API, and a clock that stands still: for the tests of the API."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from guichet.booking.api import availability
from guichet.booking.models import Slot
from guichet.booking.testing import NOW
from guichet.kernel import clock

ADA = {
    "name": "Ada Lovelace",
    "date_of_birth": "1985-05-17",
    "phone": "+12125550142",
    "language": "en",
}


class Program:
    """Calls the API from one network and reads what it answers."""

    def __init__(self, network: str = "192.0.2.1") -> None:
        self._client = Client(REMOTE_ADDR=network)

    def get(self, path: str, *, basic: tuple[str, str] | None = None, **headers: str) -> Any:
        return self._client.get(_address(path), headers=_with(basic, headers))

    def post(
        self,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        kind: str = "application/json",
        basic: tuple[str, str] | None = None,
        **headers: str,
    ) -> Any:
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        return self._client.post(
            _address(path), content, content_type=kind, headers=_with(basic, headers)
        )

    def book(self, slot: Slot, **changes: object) -> Any:
        return self.post("appointments", {"slot": str(slot.pk), **ADA, **changes})

    def booked(self, slot: Slot, **changes: object) -> tuple[dict[str, Any], tuple[str, str]]:
        """Book, and return the answer and the credentials it gives."""
        answer = self.book(slot, **changes)
        assert answer.status_code == 201, answer.content
        appointment = answer.json()
        return appointment, (appointment["confirmation_number"], appointment["pin"])


class Clock:
    """The time of day as the API sees it, to be moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the clock at the world of testing.py."""
    stopped = Clock()
    monkeypatch.setattr(clock, "now", stopped)
    monkeypatch.setattr(availability, "_next_releases", {})
    return stopped


def refused(answer: HttpResponse) -> tuple[int, str]:
    """Return status and code of a problem document, having looked at all of it."""
    document = json.loads(answer.content)
    assert answer["Content-Type"] == "application/problem+json"
    assert document["status"] == answer.status_code
    assert document["type"].endswith("#" + document["code"])
    assert document["title"]
    assert document["detail"]
    return answer.status_code, document["code"]


def headers_of(answer: HttpResponse) -> dict[str, str]:
    """Return the headers of an answer but for its own name, which is random in each."""
    return {name: value for name, value in answer.items() if name != "X-Request-Id"}


def wrong(answer: HttpResponse) -> Mapping[str, str]:
    """Return the code of each field of a refusal of what was sent."""
    assert refused(answer) == (422, "invalid"), answer.content
    errors = json.loads(answer.content)["errors"]
    assert all(error["detail"] for error in errors)
    return {error["field"]: error["code"] for error in errors}


def _address(path: str) -> str:
    return path if path.startswith("/") else f"/api/v1/{path}"


def _with(basic: tuple[str, str] | None, headers: Mapping[str, str]) -> dict[str, str]:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    if basic:
        pair = base64.b64encode(":".join(basic).encode()).decode()
        fields["Authorization"] = f"Basic {pair}"
    return fields
