"""Whatever goes wrong, a person reads a page in their language, and a program a document."""

import json
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.test import Client, RequestFactory

from guichet.web import errors

HANDLERS = {
    400: errors.bad_request,
    403: errors.permission_denied,
    404: errors.not_found,
    413: errors.too_large,
    500: errors.server_error,
}


def request_to(path: str, language: str = "en") -> HttpRequest:
    """Return a request in a language."""
    request = RequestFactory().get(path)
    request.language = language  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans", "de"])
@pytest.mark.parametrize("status", HANDLERS)
def test_a_person_gets_a_page_with_a_way_on(status: int, language: str) -> None:
    response = HANDLERS[status](request_to(f"/{language}/nowhere/", language))
    text = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}"' in text
    assert f'class="button" href="/{language}/"' in text
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("status", HANDLERS)
def test_a_program_gets_a_problem_document(status: int) -> None:
    response = HANDLERS[status](request_to("/api/v1/nothing"))
    body = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert body["status"] == status == response.status_code
    assert {"type", "title", "detail", "code"} <= set(body)


def test_too_many_says_how_long() -> None:
    response = errors.too_many(request_to("/en/"), seconds=61)
    assert (response.status_code, response["Retry-After"]) == (429, "61")
    assert "2 minutes" in response.content.decode()


def test_too_much_data_has_a_page_of_its_own() -> None:
    assert errors.bad_request(request_to("/en/"), RequestDataTooBig()).status_code == 413
    assert errors.bad_request(request_to("/en/"), SuspiciousOperation()).status_code == 400


def test_the_site_answers_to_its_own_names_only(client: Client) -> None:
    for path in ("/", "/fr/"):
        assert client.get(path, headers={"Host": "elsewhere.example"}).status_code == 400


def test_an_oversized_body_is_not_even_read(client: Client) -> None:
    response = client.post("/fr/finish/", {"a": "x" * 300_000}, "application/x-www-form-urlencoded")
    assert response.status_code == 413
    response = client.post("/api/v1/x", "x" * 300_000, "application/json")
    assert response["Content-Type"] == "application/problem+json"


def test_a_broken_page_for_errors_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(errors, "page", fail)
    response = errors.server_error(request_to("/en/"))
    assert response.status_code == 500
    assert b"<h1>" in response.content


def test_an_exception_in_a_view_gets_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.guidance.views.destinations", lambda language: 1 // 0)
    response = Client(raise_request_exception=False).get("/ar/")
    assert response.status_code == 500
    assert '<html lang="ar" dir="rtl">' in response.content.decode()


def test_an_expired_form_can_be_sent_again() -> None:
    client = Client(enforce_csrf_checks=True)
    sent = {"name": '"><script>', "language": "ar", "csrfmiddlewaretoken": "old"}
    response = client.post("/en/privacy/", sent, headers={"Sec-Fetch-Site": "same-origin"})
    text = response.content.decode()
    assert response.status_code == 403
    assert '<input type="hidden" name="name" value="&#34;&gt;&lt;script&gt;">' in text
    assert 'value="old"' not in text
    assert 'name="language" value="ar"' not in text


def test_a_forged_form_cannot() -> None:
    client = Client(enforce_csrf_checks=True)
    sent = {"name": "Ada"}
    response = client.post("/en/privacy/", sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert "Ada" not in response.content.decode()
