"""Signing in: name and password, then a code; and what a guess gets."""

import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.test import Client
from django.test.client import Client as Browser

from guichet.kernel import clock
from guichet.kernel.guarding.table import STAFF_SIGN_IN
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in
from guichet.staff.tests.signing import (
    APP,
    CODE,
    PASSWORD,
    SIGN_IN,
    code_of,
    officer,
    type_password,
    verbs,
)

pytestmark = pytest.mark.django_db


def test_it_opens_after_password_and_code(client: Client) -> None:
    user = officer()
    first = client.post(SIGN_IN, {"login": "olga", "password": PASSWORD})
    assert first["Location"] == CODE
    assert client.get("/staff/").status_code == 302
    second = client.post(CODE, {"code": code_of(user)})
    assert second["Location"] == "/staff/"
    assert client.get("/staff/").status_code == 200
    assert verbs() == ["signed_in"]
    assert AuditEntry.objects.get().actor == f"staff:{user.pk}"


def test_it_says_the_same_of_an_unknown_name_and_a_wrong_password(client: Client) -> None:
    officer()
    answers = []
    for name in ("olga", "nobody-of-that-name"):
        response = client.post(SIGN_IN, {"login": name, "password": "wrong"})
        assert response.status_code == 422
        page = re.sub(r'value="[^"]*"', "", response.content.decode())
        answers.append(page)
    assert answers[0] == answers[1]
    assert "name or the password is wrong" in answers[0]
    assert verbs() == ["sign_in_failed"] * 2


def test_it_logs_no_name_that_was_typed(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    client.post(SIGN_IN, {"login": "my-password-by-mistake", "password": "x"})
    assert "my-password-by-mistake" not in caplog.text
    assert "my-password-by-mistake" not in str(list(AuditEntry.objects.values()))


def test_it_stops_after_five_wrong_passwords_even_at_the_right_one(client: Client) -> None:
    officer()
    for _ in range(5):
        assert type_password(client, "olga", "wrong") == 422
    refusal = client.post(SIGN_IN, {"login": "OLGA", "password": PASSWORD})
    assert refusal.status_code == 429
    assert int(refusal["Retry-After"]) > 0
    assert "Too many tries" in refusal.content.decode()


def test_it_locks_nobody_out_from_another_network(client: Client) -> None:
    officer()
    for _ in range(6):
        type_password(client, "olga", "wrong")
    elsewhere = Browser(REMOTE_ADDR="192.0.2.7")
    assert type_password(elsewhere, "olga") == 302


def test_it_makes_no_hash_of_a_password_once_a_network_has_cost_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officer()
    moment = clock.now()  # which stands, or a try comes back while a slow machine makes the others
    monkeypatch.setattr(clock, "now", lambda: moment)
    hashes: list[str] = []
    hash_of = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, *args: str) -> str:
        hashes.append(password)
        return str(hash_of(self, password, *args))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for number in range(4 * STAFF_SIGN_IN.burst + 20):
        network = f"2001:db8:7:{number * 256:x}::1"  # each is another /56 of one /48
        status = type_password(Browser(REMOTE_ADDR=network), f"olga{number}", "wrong")
        assert status == (422 if number < 4 * STAFF_SIGN_IN.burst else 429)
    assert len(hashes) == 4 * STAFF_SIGN_IN.burst
    assert type_password(Browser(REMOTE_ADDR="2001:db8:8::1"), "olga") == 302


def test_it_counts_only_failures(client: Client) -> None:
    officer()
    for _ in range(7):
        assert type_password(Browser(), "olga") == 302


def test_it_stops_after_five_wrong_codes_from_wherever(client: Client) -> None:
    user = officer()
    for number in range(5):
        browser = Browser(REMOTE_ADDR=f"192.0.2.{number}")
        type_password(browser, "olga")
        assert browser.post(CODE, {"code": "000000"}).status_code == 422
    type_password(client, "olga")
    assert client.post(CODE, {"code": code_of(user)}).status_code == 429
    assert verbs().count("code_failed") == 5


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_it_leads_to_no_other_site(client: Client, target: str) -> None:
    user = officer()
    client.post(SIGN_IN, {"login": "olga", "password": PASSWORD, "next": target})
    assert client.post(CODE, {"code": code_of(user)})["Location"] == "/staff/"


def test_it_leads_back_to_the_page_that_was_asked_for(client: Client) -> None:
    user = officer()
    address = client.get("/staff/account/?x=1")["Location"]
    assert address == "/staff/sign-in/?next=%2Fstaff%2Faccount%2F%3Fx%3D1"
    client.post(address, {"login": "olga", "password": PASSWORD, "next": "/staff/account/?x=1"})
    assert client.post(CODE, {"code": code_of(user)})["Location"] == "/staff/account/?x=1"


def test_it_demands_the_token_of_a_form() -> None:
    officer()
    browser = Browser(enforce_csrf_checks=True)
    for path in (SIGN_IN, "/staff/sign-out/", "/staff/language/"):
        assert browser.post(path, {"login": "olga", "password": PASSWORD}).status_code == 403


def test_it_refuses_a_closed_account_like_a_wrong_password(client: Client) -> None:
    user = officer()
    User.objects.filter(pk=user.pk).update(is_active=False)
    response = client.post(SIGN_IN, {"login": "olga", "password": PASSWORD})
    assert "name or the password is wrong" in response.content.decode()


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "login/", "inactive/"])
def test_it_has_no_other_door(client: Client, path: str) -> None:
    sign_in(client, "administrator")
    assert client.get(f"/staff/{path}").status_code == 404
    assert client.get(f"/staff/account/{path}").status_code == 404


@pytest.mark.parametrize("path", [SIGN_IN, APP, "/staff/account/", "/staff/account/password/"])
def test_it_speaks_french(client: Client, path: str) -> None:
    if path != SIGN_IN:
        sign_in(client, "auditor")
    page = client.get(path, headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="fr"' in page
    assert "mot de passe" in page.lower() or "code" in page.lower()
    assert 'lang="en" dir' not in page  # nothing is left in English


@pytest.mark.parametrize("text", ["\x00", "a" * 5000, "\ud800", "' OR 1=1 --", "<b>x</b>"])
def test_it_takes_whatever_is_typed_for_a_wrong_name(client: Client, text: str) -> None:
    form_body = urlencode({"login": text, "password": text}, errors="surrogatepass")
    form = "application/x-www-form-urlencoded"
    response = client.post(SIGN_IN, form_body, content_type=form)
    assert response.status_code == 422
    assert "<b>x</b>" not in response.content.decode()


def test_it_knows_no_sign_in_of_the_agency_where_there_is_none(client: Client) -> None:
    closed = client.get("/staff/sign-in/agency/")["Location"]
    assert closed.startswith("/staff/sign-in/?next="), "as any other"
    assert "agency/" not in client.get(SIGN_IN).content.decode()
