"""Every address below /staff/ and /admin/ is closed, whoever adds it and whatever they forget."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from guichet.staff.door import guard
from guichet.staff.testing import make_staff, sign_in, sign_in_as

HOLE = re.compile(r"<(?:(\w+):)?\w+>")
EVERYBODYS = {
    "home",
    "account",
    "sessions",
    "end_session",
    "end_everywhere",
    "session_left",
    "kept",
    "awake",
    "speak",
}  # of whoever is in, with any role or none


def _filled(pattern: str) -> str:
    return HOLE.sub(lambda hole: "x" if hole[1] in {"str", "slug", "path", None} else "1", pattern)


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
    for entry in patterns:
        path = before + _filled(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, path)
        elif "(?P" not in path:
            yield path, entry.name or ""


def routes() -> list[tuple[str, str]]:
    paths = _routes(get_resolver().url_patterns, "/")
    return [(path, name) for path, name in paths if path.startswith(("/staff/", "/admin/"))]


ROUTES = routes()
PLAIN = {name.removeprefix("staff:") for name in guard.ALWAYS | guard.OUTSIDE}
pytestmark = pytest.mark.django_db


def test_it_finds_the_routes() -> None:
    paths = {path for path, _ in ROUTES}
    assert {"/staff/", "/staff/sign-in/", "/staff/account/app/", "/admin/"} <= paths
    assert len(paths) > 40


CLOSED = [(method, path, name) for path, name in ROUTES for method in ("get", "post")]


def test_it_is_closed_to_strangers_and_to_a_password_alone() -> None:
    stranger, half = Client(), Client()
    sign_in_as(half, make_staff("administrator", "deciding_officer", "auditor"), proved=False)
    for method, path, name in CLOSED:
        if name in PLAIN:
            continue
        response = getattr(stranger, method)(path)
        assert response.status_code == 302, (method, path)
        assert response["Location"].startswith("/staff/sign-in/"), (method, path)
        if name not in guard.SETTING_UP:
            place = getattr(half, method)(path)["Location"]
            assert place == "/staff/account/app/", (method, path)


def test_it_is_closed_to_an_account_without_a_role(client: Client) -> None:
    sign_in(client)
    for method, path, name in CLOSED:
        if name in PLAIN | EVERYBODYS or name.startswith(("account_", "mfa_")):
            continue
        response = getattr(client, method)(path, follow=True)
        assert response.status_code in {403, 405}, (method, path, response.status_code)
