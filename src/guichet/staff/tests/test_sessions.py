"""Sessions: their key, their cookie, their end; and passwords that others gave."""

from datetime import timedelta

import pytest
from django.test import Client
from django.test.client import Client as Browser

from guichet.kernel import clock
from guichet.staff import one_time
from guichet.staff.testing import sign_in
from guichet.staff.tests.signing import (
    CODE,
    PASSWORD,
    code_of,
    officer,
    type_password,
    verbs,
)

pytestmark = pytest.mark.django_db


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


def test_it_leads_back_to_the_page_whose_form_was_sent(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "auditor")
    client.get("/staff/")
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    form = {"referer": "http://testserver/staff/account/password/"}
    ended = client.post("/staff/account/password/", {}, headers=form)
    assert "next=%2Fstaff%2Faccount%2Fpassword%2F&ended=1" in ended["Location"]
    elsewhere = client.post("/staff/account/", {}, headers={"referer": "https://evil.example/x"})
    assert elsewhere["Location"] == "/staff/sign-in/?next=%2Fstaff%2F"


def test_it_stays_awake_while_somebody_types(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "auditor")
    start = clock.now()
    for minutes, path in ((0, "/staff/"), (25, "/staff/awake/"), (50, "/staff/awake/")):
        monkeypatch.setattr(clock, "now", lambda at=start + timedelta(minutes=minutes): at)
        assert client.get(path).status_code in {200, 204}


def test_it_writes_no_password_into_the_page_of_an_expired_form() -> None:
    browser = Browser(enforce_csrf_checks=True)
    sent = {"login": "olga", "password": PASSWORD}
    page = browser.post(
        "/staff/sign-in/", sent, headers={"Sec-Fetch-Site": "same-origin"}
    ).content.decode()
    assert "olga" in page
    assert PASSWORD not in page
