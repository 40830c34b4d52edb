"""Second factors: set up, good once, enciphered, and changed only by their owner."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.test.client import Client as Browser
from pytest_django.fixtures import Settings

from guichet.staff import second_factor
from guichet.staff.testing import make_staff, sign_in_as
from guichet.staff.tests.signing import (
    APP,
    CODE,
    PASSWORD,
    SIGN_IN,
    code_of,
    codes_shown,
    officer,
    second_process_knows_nothing,
    type_password,
    typed_from,
    verbs,
)

pytestmark = pytest.mark.django_db


def test_it_takes_a_code_once_even_in_another_process(client: Client) -> None:
    user = officer()
    code = code_of(user)
    type_password(client, "olga")
    assert client.post(CODE, {"code": code}).status_code == 302
    second_process_knows_nothing()
    other = Browser()
    type_password(other, "olga")
    assert other.post(CODE, {"code": code}).status_code == 422


@pytest.mark.parametrize("digits", ["０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९"])
def test_it_takes_a_code_from_whatever_keyboard_it_comes(client: Client, digits: str) -> None:
    code = code_of(officer()).translate(str.maketrans("0123456789", digits))
    type_password(client, "olga")
    response = client.post(CODE, {"code": f"\u2066{code[:3]}\u00a0{code[3:]}\u2069"}, follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] != CODE


def test_it_takes_a_recovery_code_once(client: Client) -> None:
    user = officer()
    code = RecoveryCodes.activate(user).get_unused_codes()[3]
    for expected in (302, 422):
        browser = Browser()
        type_password(browser, "olga")
        assert browser.post(CODE, {"code": f"{code[:4]} {code[4:]}"}).status_code == expected
    assert second_factor.codes_left(user) == 9
    assert "recovery_code_used" in verbs()


def test_it_sets_up_a_second_factor_and_shows_the_codes_once(client: Client) -> None:
    make_staff("auditor", name="anna", password=PASSWORD)
    response = client.post(SIGN_IN, {"login": "anna", "password": PASSWORD}, follow=True)
    assert response.request["PATH_INFO"] == APP
    page = response.content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = re.search(r'class="staff-secret"[^>]*>([A-Z2-7]+)<', page)[1]  # type: ignore[index]
    assert client.post(APP, {"code": "12345"}).status_code == 422
    before = client.cookies["guichet_staff"].value
    answer = client.post(APP, {"code": typed_from(secret)})
    assert answer["Location"] == "/staff/account/codes/"
    assert client.cookies["guichet_staff"].value != before
    assert codes_shown(client) == codes_shown(client) == 10  # again, or in the other language
    assert client.post("/staff/account/codes/")["Location"] == "/staff/"
    assert codes_shown(client) == 0
    assert client.get("/staff/").status_code == 200
    assert "factor_added" in verbs()
    client.post("/staff/sign-out/")
    type_password(client, "anna")
    assert client.post(CODE, {"code": typed_from(secret)}).status_code == 422  # was used


def test_it_keeps_secrets_out_of_the_database_in_clear() -> None:
    user = officer()
    RecoveryCodes.activate(user)
    for factor in Authenticator.objects.filter(user=user):
        secret = factor.data.get("secret") or factor.data["seed"]
        assert secret.startswith("gAAAA")


def test_it_ends_a_session_without_factor_when_one_is_set_up_elsewhere(client: Client) -> None:
    user = make_staff("auditor", name="anna", password=PASSWORD)
    type_password(client, "anna")
    TOTP.activate(user, generate_totp_secret())
    assert client.get(APP)["Location"] == SIGN_IN
    assert client.get(APP)["Location"].startswith(SIGN_IN + "?next=")


@pytest.mark.parametrize("path", [APP, "/staff/account/passkeys/add/", "/staff/account/codes/new/"])
def test_it_asks_for_the_password_before_factors_change(
    client: Client, settings: Settings, path: str
) -> None:
    user = officer()
    sign_in_as(client, user)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0  # as if it were long since
    address = client.get(path)["Location"]
    assert address.startswith("/staff/sign-in/again/?next=")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert client.post(address, {"password": "wrong", "next": path}).status_code == 422
    assert client.post(address, {"password": PASSWORD, "next": path})["Location"] == path


def test_it_says_who_helps_an_account_without_a_password(
    client: Client, settings: Settings
) -> None:
    user = officer()
    user.set_unusable_password()  # as whoever came by the agency's sign-in, which is off now
    user.save()
    sign_in_as(client, user)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    for path in (client.get(APP)["Location"], "/staff/sign-in/again/"):
        for answer in (client.get(path), client.post(path, {"password": PASSWORD})):
            assert answer.status_code == 403
            page = answer.content.decode()
            assert "Ask an administrator for a one-time password." in page
            assert 'href="/staff/"' in page


def test_it_replaces_an_app_by_another(client: Client) -> None:
    user = officer()
    sign_in_as(client, user)
    before = Authenticator.objects.get(user=user, type="totp").pk
    page = client.get(APP).content.decode()
    assert "takes the place of the app" in page
    secret = re.search(r'class="staff-secret"[^>]*>([A-Z2-7]+)<', page)[1]  # type: ignore[index]
    assert Authenticator.objects.get(user=user, type="totp").pk == before
    client.post(APP, {"code": typed_from(secret)})
    assert Authenticator.objects.get(user=user, type="totp").pk != before


@pytest.mark.parametrize(
    "credential", ["", "x", "{}", "[]", "null", "0", "false", "1980", '{"id": 1}', '{"id": "AA"}']
)
def test_it_takes_no_passkey_that_is_none(client: Client, credential: str) -> None:
    user = officer()
    sign_in_as(client, user)
    client.get("/staff/account/passkeys/add/")
    form = {"name": "Blue key", "credential": credential}
    assert client.post("/staff/account/passkeys/add/", form).status_code == 422
    client.post("/staff/sign-out/")
    type_password(client, "olga")
    assert client.post(CODE, {"credential": credential}).status_code == 422
    assert not Authenticator.objects.filter(user=user, type="webauthn").exists()


def test_it_keeps_the_last_factor(client: Client) -> None:
    user = make_staff("auditor", password=PASSWORD)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Blue key"})
    sign_in_as(client, user)
    path = f"/staff/account/passkeys/{key.pk}/remove/"
    assert client.get(path).status_code == 403
    assert client.post(path).status_code == 403
    sign_in_as(client, officer())
    assert client.post(path).status_code == 404  # somebody else's
    assert Authenticator.objects.filter(pk=key.pk).exists()
