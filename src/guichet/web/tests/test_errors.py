"""Whatever goes wrong, a person reads a page in their language."""

import re
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client, RequestFactory

from guichet.kernel import references
from guichet.web.pages import errors
from guichet.web.pages.render import sentence

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}

HANDLERS = {
    400: errors.bad_request,
    403: errors.permission_denied,
    404: errors.not_found,
    413: errors.too_large,
    500: errors.server_error,
    503: errors.unavailable,
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
    monkeypatch.setattr("guichet.guidance.views.national_number", lambda language: 1 // 0)
    response = Client(raise_request_exception=False).get("/ar/")
    assert response.status_code == 500
    assert '<html lang="ar" dir="rtl">' in response.content.decode()


def database_is_gone(*_args: Any, **_kwargs: Any) -> None:
    raise OperationalError("the database did not reply")


@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans", "zh-Hant", "de", "it", "ja", "ht"])
def test_a_page_that_needs_a_lost_database_says_so_and_comes_back_by_itself(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr("guichet.web.views.page", database_is_gone)
    response = Client(raise_request_exception=False).get(f"/{language}/privacy/")
    text = response.content.decode()
    assert response.status_code == 503
    assert response["Refresh"] == response["Retry-After"] == "15"
    assert f'<html lang="{language}"' in text
    title = sentence("We cannot answer at this moment", language)
    assert f"<h1>{title}</h1>" in text
    assert language == "en" or "We cannot answer" not in text


def test_a_form_that_met_a_lost_database_is_kept_and_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = RequestFactory().post(
        "/en/appointments/", {"name": "Zoë", "password": "x"}, headers=SAME_ORIGIN
    )
    request.language = "en"  # type: ignore[attr-defined]
    response = errors.unavailable(request)
    text = response.content.decode()
    assert response.status_code == 503
    assert "Refresh" not in response
    assert '<input type="hidden" name="name" value="Zoë">' in text
    assert 'name="password"' not in text
    assert "press the button to send it again" in text


def test_a_form_of_another_site_is_not_offered_to_be_sent_again() -> None:
    request = RequestFactory().post(
        "/en/appointments/", {"name": "Zoë"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    request.language = "en"  # type: ignore[attr-defined]
    assert "Zoë" not in errors.unavailable(request).content.decode()


def test_an_expired_form_can_be_sent_again() -> None:
    client = Client(enforce_csrf_checks=True)
    form = {"name": '"><script>', "language": "ar", "csrfmiddlewaretoken": "old"}
    response = client.post("/en/privacy/", form, headers={"Sec-Fetch-Site": "same-origin"})
    text = response.content.decode()
    assert response.status_code == 403
    assert '<input type="hidden" name="name" value="&#34;&gt;&lt;script&gt;">' in text
    assert 'value="old"' not in text
    assert 'name="language" value="ar"' not in text


def test_a_forged_form_cannot() -> None:
    client = Client(enforce_csrf_checks=True)
    form = {"name": "Ada"}
    response = client.post("/en/privacy/", form, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert "Ada" not in response.content.decode()


REFERENCE = re.compile(r"[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}")


@pytest.mark.parametrize("status", HANDLERS)
def test_every_error_has_a_reference_of_its_own_which_the_log_knows(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    codes = set()
    for _ in range(2):
        text = HANDLERS[status](request_to("/en/nowhere/secret/")).content.decode()
        match = REFERENCE.search(text)
        assert match
        assert references.is_error_reference(references.read_number(match[0]))
        assert f"{match[0]}: {status}" in caplog.text
        codes.add(match[0])
    assert len(codes) == 2
    assert "secret" not in caplog.text


def test_the_log_names_the_kind_of_an_exception_and_not_what_it_says(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    somebody = "Ada Lovelace"

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError(somebody)

    monkeypatch.setattr("guichet.guidance.views.page", fail)
    client = Client(raise_request_exception=False)
    response = client.get("/en/")
    assert response.status_code == 500
    assert "500 server_error in guidance:home: RuntimeError" in caplog.text
    assert "guidance/views.py" in caplog.text
    assert somebody not in caplog.text


def test_a_form_that_has_expired_has_a_reference_too(rf: RequestFactory) -> None:
    request = rf.post("/en/", {"name": "Ada"})
    request.language = "en"  # type: ignore[attr-defined]
    assert REFERENCE.search(errors.csrf_failed(request).content.decode())


@pytest.mark.parametrize("status", HANDLERS)
def test_an_error_of_the_authorization_leads_to_its_page_of_trouble(status: int) -> None:
    link = re.compile(r'href="/fr/eta/trouble/\?reference=([-2-9A-Z]{7})"')
    within = HANDLERS[status](request_to("/fr/eta/apply/", "fr")).content.decode()
    match = link.search(within)
    assert match
    assert f">{match[1]}</bdi>" in within
    assert 'class="promise"><a href="/fr/eta/">' in within  # it is not free
    outside = HANDLERS[status](request_to("/fr/appointments/", "fr")).content.decode()
    assert not link.search(outside)
    assert "gratuit" in outside


def test_the_last_resort_has_a_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(errors, "page", fail)
    assert REFERENCE.search(errors.server_error(request_to("/en/")).content.decode())
