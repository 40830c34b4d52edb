"""What a browser keeps, for how long, and how it is forgotten."""

import re
from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from guichet.web import visits

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OURS = {"Sec-Fetch-Site": "same-origin"}


def request_with(**cookies: str) -> HttpRequest:
    """Return a request of a browser that keeps these cookies."""
    request = RequestFactory().get("/en/")
    request.COOKIES.update(cookies)
    return request


def test_a_visit_begins_with_the_first_hold() -> None:
    request, response = request_with(), HttpResponse()
    assert visits.visitor_of(request) is None
    token = visits.ensure_visitor(request, response)
    assert visits.ensure_visitor(request, response) == visits.visitor_of(request) == token
    cookie = response.cookies["guichet_visit"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


@pytest.mark.parametrize("forged", ["", "short", "x" * 44, "<" * 43, "é" * 43, "x" * 42 + "\n"])
def test_a_forged_token_is_none(forged: str) -> None:
    assert visits.visitor_of(request_with(guichet_visit=forged)) is None


def test_the_mode_is_turned_on_and_off_where_it_was_asked_for(client: Client) -> None:
    response = client.post("/ar/shared/", {"shared": "on", "next": "/ar/help/?a=1"}, headers=OURS)
    assert response["Location"] == "/ar/help/?a=1"
    assert "guichet_shared" in client.cookies
    page = client.get("/ar/help/without-an-appointment/")
    assert page["Cache-Control"] == "no-store, private"
    assert 'class="shared"' in page.content.decode()
    client.post("/ar/shared/", {"shared": "off", "next": "//evil.example"}, headers=OURS)
    assert client.cookies["guichet_shared"].value == ""


PUBLIC = ["", "help/without-an-appointment/", "privacy/", "appointments/"]
PUBLIC += ["appointments/manage/", "eta/", "eta/apply/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PUBLIC, "nowhere/"])
def test_the_way_to_finish_is_on_every_page_of_a_shared_computer(client: Client, path: str) -> None:
    button = re.compile(r'<form [^>]*method="post" action="/en/finish/"[^>]*>\n<button')
    assert not button.search(client.get(f"/en/{path}").content.decode())
    client.post("/en/shared/", {"shared": "on", "next": "/en/"}, headers=OURS)
    assert button.search(client.get(f"/en/{path}").content.decode())


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "x", "", "/\\evil"])
def test_it_goes_back_to_our_own_pages_only(client: Client, target: str) -> None:
    response = client.post("/en/shared/", {"shared": "on", "next": target}, headers=OURS)
    assert response["Location"] == "/en/"


@pytest.mark.parametrize("path", ["/en/shared/", "/en/finish/"])
def test_other_sites_cannot_press_these_buttons(path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(path, {"shared": "on"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_finishing_erases_everything(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    released: list[str] = []

    def fail(visitor: str) -> None:
        raise RuntimeError(visitor)

    monkeypatch.setattr(visits, "ON_FORGET", [fail, released.append])
    token = "x" * 43
    for name in ("guichet_visit", "guichet_notice", "guichet_language", "guichet_shared"):
        client.cookies[name] = token
    response = client.post("/fr/finish/", headers=OURS)
    assert response["Location"] == "/fr/finish/?erased"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Cache-Control"] == "no-store, private"
    assert released == [token]
    assert {name: cookie.value for name, cookie in response.cookies.items() if cookie.value} == {}
    assert {"guichet_visit", "guichet_notice", "guichet_staff"} <= set(response.cookies)


def test_looking_at_the_page_erases_nothing(client: Client) -> None:
    client.cookies["guichet_visit"] = "x" * 43
    assert "guichet_visit" not in client.get("/en/finish/?timeout").cookies
    response = client.get("/en/finish/?timeout", headers=OURS)
    assert response.cookies["guichet_visit"].value == ""


def test_a_page_left_alone_asks_without_script(client: Client) -> None:
    client.cookies["guichet_shared"] = "1"
    assert "http-equiv" not in client.get("/en/privacy/").content.decode()
    client.cookies["guichet_visit"] = "x" * 43
    page = client.get("/en/privacy/?a=1").content.decode()
    assert 'content="300;url=/en/finish/still-there/?from=/en/privacy/%3Fa%3D1"' in page
    assert "data-time-out" in page
    still = client.get("/en/finish/still-there/?from=/en/privacy/%3Fa%3D1").content.decode()
    assert 'href="/en/privacy/?a=1"' in still
    assert 'content="120;url=/en/finish/?timeout"' in still


def test_pages_are_kept_by_nobody_once_something_is_open(client: Client) -> None:
    assert client.get("/en/")["Cache-Control"] == "private, no-cache"
    client.cookies["guichet_notice"] = "x"
    assert client.get("/en/")["Cache-Control"] == "no-store, private"
