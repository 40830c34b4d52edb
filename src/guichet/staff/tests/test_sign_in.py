"""Signing in: name and password, then a code that is good once; and what a guess gets."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.test import Client
from django.test.client import Client as Browser

from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff import one_time, second_factor
from guichet.staff.testing import make_staff, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
SIGN_IN, CODE, APP = "/staff/sign-in/", "/staff/sign-in/code/", "/staff/account/app/"


def officer(name: str = "olga") -> User:
    user = make_staff("deciding_officer", name=name, password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    return user


def code_of(user: User) -> str:
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    code = second_factor.next_code(app)
    assert code
    return code


def type_password(client: Client, name: str, password: str = PASSWORD, query: str = "") -> int:
    return client.post(SIGN_IN + query, {"login": name, "password": password}).status_code


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


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


def test_it_gives_the_session_a_new_key(client: Client) -> None:
    user = officer()
    type_password(client, "olga")
    before = client.cookies["guichet_staff"].value
    client.post(CODE, {"code": code_of(user)})
    assert client.cookies["guichet_staff"].value != before


def test_it_takes_no_session_from_somebody_else(client: Client) -> None:
    user = officer()
    sign_in(client, "auditor", name="eve")
    planted = client.cookies["guichet_staff"].value
    client.post("/staff/sign-out/")
    victim = Browser()
    victim.cookies["guichet_staff"] = planted
    type_password(victim, "olga")
    victim.post(CODE, {"code": code_of(user)})
    assert victim.get("/staff/").status_code == 200
    assert victim.cookies["guichet_staff"].value != planted


def test_it_keeps_the_cookie_from_scripts_and_other_sites(client: Client) -> None:
    officer()
    type_password(client, "olga")
    cookie = client.cookies["guichet_staff"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] == ""


def test_it_takes_a_code_once_even_in_another_process(client: Client) -> None:
    user = officer()
    code = code_of(user)
    type_password(client, "olga")
    assert client.post(CODE, {"code": code}).status_code == 302
    second_process_knows_nothing()
    other = Browser()
    type_password(other, "olga")
    assert other.post(CODE, {"code": code}).status_code == 422


def second_process_knows_nothing() -> None:
    """Empty the memory in which allauth alone would remember the code."""
    from django.core.cache import cache

    cache.clear()


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
    done = client.post(APP, {"code": typed_from(secret)})
    assert done["Location"] == "/staff/account/codes/"
    assert client.cookies["guichet_staff"].value != before
    assert codes_shown(client) == codes_shown(client) == 10  # again, or in the other language
    assert client.post("/staff/account/codes/")["Location"] == "/staff/"
    assert codes_shown(client) == 0
    assert client.get("/staff/").status_code == 200
    assert "factor_added" in verbs()
    client.post("/staff/sign-out/")
    type_password(client, "anna")
    assert client.post(CODE, {"code": typed_from(secret)}).status_code == 422  # was used


def codes_shown(client: Client) -> int:
    page = client.get("/staff/account/codes/").content.decode()
    return len(re.findall(r">\d{4} \d{4}<", page))


def typed_from(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1])))


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
    refused = client.post(SIGN_IN, {"login": "OLGA", "password": PASSWORD})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "Too many tries" in refused.content.decode()


def test_it_locks_nobody_out_from_another_network(client: Client) -> None:
    officer()
    for _ in range(6):
        type_password(client, "olga", "wrong")
    elsewhere = Browser(REMOTE_ADDR="192.0.2.7")
    assert type_password(elsewhere, "olga") == 302


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
    asked = client.get("/staff/account/?x=1")["Location"]
    assert asked == "/staff/sign-in/?next=%2Fstaff%2Faccount%2F%3Fx%3D1"
    client.post(asked, {"login": "olga", "password": PASSWORD, "next": "/staff/account/?x=1"})
    assert client.post(CODE, {"code": code_of(user)})["Location"] == "/staff/account/?x=1"


def test_it_demands_the_token_of_a_form() -> None:
    officer()
    browser = Browser(enforce_csrf_checks=True)
    for path in (SIGN_IN, "/staff/sign-out/", "/staff/language/"):
        assert browser.post(path, {"login": "olga", "password": PASSWORD}).status_code == 403


def test_it_ends_with_the_sign_out(client: Client) -> None:
    sign_in(client, "auditor")
    key = client.cookies["guichet_staff"].value
    client.post("/staff/sign-out/")
    client.cookies["guichet_staff"] = key
    assert client.get("/staff/").status_code == 302
    assert verbs() == ["signed_out"]


def test_it_asks_before_a_get_signs_out(client: Client) -> None:
    sign_in(client, "auditor")
    assert client.get("/staff/sign-out/").status_code == 200
    assert client.get("/staff/").status_code == 200


def test_it_ends_a_session_that_is_left_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "auditor")
    start = clock.now()
    for minutes, expected in ((0, 200), (20, 200), (45, 200), (76, 302), (76, 302)):
        monkeypatch.setattr(clock, "now", lambda at=start + timedelta(minutes=minutes): at)
        response = client.get("/staff/")
        assert response.status_code == expected, minutes
    assert verbs() == ["session_ended"]


def test_it_says_why_and_leads_back_after_the_pause(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "auditor")
    client.get("/staff/")
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    response = client.get("/staff/account/", follow=True)
    assert response.redirect_chain[0][0] == "/staff/sign-in/?next=%2Fstaff%2Faccount%2F&ended=1"
    assert "signed out because nothing was done" in response.content.decode()


def test_it_refuses_a_closed_account_like_a_wrong_password(client: Client) -> None:
    user = officer()
    User.objects.filter(pk=user.pk).update(is_active=False)
    response = client.post(SIGN_IN, {"login": "olga", "password": PASSWORD})
    assert "name or the password is wrong" in response.content.decode()


def test_it_opens_nothing_to_a_one_time_password_before_it_is_changed(client: Client) -> None:
    user = officer()
    given = one_time.give(user, now=clock.now())
    type_password(client, "olga", given)
    client.post(CODE, {"code": code_of(user)})
    assert client.get("/staff/")["Location"] == "/staff/account/password/"
    new = {"oldpassword": given, "password1": PASSWORD, "password2": PASSWORD}
    changed = client.post("/staff/account/password/", new)
    assert changed["Location"] == "/staff/account/"
    assert "Your password is changed" in client.get("/staff/account/").content.decode()


def test_it_refuses_a_one_time_password_after_three_days(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = one_time.give(officer(), now=clock.now())
    later = clock.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert type_password(client, "olga", given) == 422


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
