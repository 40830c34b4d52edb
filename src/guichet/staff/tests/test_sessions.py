"""Sessions: their key, their cookie, their end; and passwords that others gave."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.client import Client as Browser
from django.test.utils import CaptureQueriesContext

from guichet.kernel import clock
from guichet.staff.models import StaffSession
from guichet.staff.sign_in import one_time
from guichet.staff.testing import sign_in, sign_in_as
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
    assert response.redirect_chain[0][0] == "/staff/sign-in/?next=%2Fstaff%2Faccount%2F&ended=idle"
    assert "signed out because nothing was done" in response.content.decode()


def test_it_opens_nothing_to_a_one_time_password_before_it_is_changed(client: Client) -> None:
    user = officer()
    password = one_time.give(user, now=clock.now())
    type_password(client, "olga", password)
    client.post(CODE, {"code": code_of(user)})
    assert client.get("/staff/")["Location"] == "/staff/account/password/"
    new = {"oldpassword": password, "password1": PASSWORD, "password2": PASSWORD}
    changed = client.post("/staff/account/password/", new)
    assert changed["Location"] == "/staff/account/"
    assert "Your password is changed" in client.get("/staff/account/").content.decode()


def test_it_refuses_a_one_time_password_after_three_days(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = one_time.give(officer(), now=clock.now())
    later = clock.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert type_password(client, "olga", password) == 422


def test_it_leads_back_to_the_page_whose_form_was_sent(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "auditor")
    client.get("/staff/")
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    form = {"referer": "http://testserver/staff/account/password/"}
    ended = client.post("/staff/account/password/", {}, headers=form)
    assert "next=%2Fstaff%2Faccount%2Fpassword%2F&ended=idle" in ended["Location"]
    elsewhere = client.post("/staff/account/", {}, headers={"referer": "https://evil.example/x"})
    assert elsewhere["Location"] == "/staff/sign-in/?next=%2Fstaff%2F&ended=out"


def test_it_stays_awake_while_somebody_types(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "auditor")
    start = clock.now()
    for minutes, path in ((0, "/staff/"), (25, "/staff/awake/"), (50, "/staff/awake/")):
        monkeypatch.setattr(clock, "now", lambda at=start + timedelta(minutes=minutes): at)
        assert client.get(path).status_code in {200, 204}


def test_the_door_asks_for_the_session_and_the_account_with_all_of_it(client: Client) -> None:
    sign_in(client, "auditor")
    client.get("/staff/awake/")
    with CaptureQueriesContext(connection) as statements:
        assert client.get("/staff/awake/").status_code == 204
    assert len(statements) == 2, statements.captured_queries
    with CaptureQueriesContext(connection) as statements:
        client.get("/staff/")
    asks = [query["sql"] for query in statements.captured_queries]
    assert not any(sql.startswith('SELECT "auth_group"') for sql in asks), "roles came along"


def test_it_writes_no_password_into_the_page_of_an_expired_form() -> None:
    browser = Browser(enforce_csrf_checks=True)
    form = {"login": "olga", "password": PASSWORD}
    page = browser.post(
        "/staff/sign-in/", form, headers={"Sec-Fetch-Site": "same-origin"}
    ).content.decode()
    assert "olga" in page
    assert PASSWORD not in page


def test_it_ends_twelve_hours_after_the_sign_in_whatever_keeps_it_awake(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "auditor")
    start = clock.now()
    for minutes in range(0, 12 * 60 + 1, 20):
        monkeypatch.setattr(clock, "now", lambda at=start + timedelta(minutes=minutes): at)
        assert client.get("/staff/awake/").status_code == 204, minutes
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=12, seconds=1))
    page = client.get("/staff/account/", follow=True)
    assert page.redirect_chain[0][0].endswith("&ended=day")
    assert "12 hours after the sign-in" in page.content.decode()
    assert client.get("/staff/awake/").status_code == 302


def test_it_shows_ones_own_sessions_and_ends_another_one(client: Client) -> None:
    mine = sign_in(client, "auditor")
    at_home, of_somebody = Browser(REMOTE_ADDR="198.51.100.7"), Browser()
    sign_in_as(at_home, mine)
    firefox = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    at_home.get("/staff/", headers={"User-Agent": firefox})
    sign_in(of_somebody, "auditor")
    of_somebody.get("/staff/")
    page = client.get("/staff/account/sessions/").content.decode()
    assert page.count("Signed in:") == 3  # two sessions, one of them named in its button again
    assert page.count("This session") == 1
    assert "Firefox, Windows" in page
    assert "from another network" in page
    assert "198.51.100.7" not in str(list(StaffSession.objects.values()))
    theirs = StaffSession.objects.exclude(user=mine).get()
    client.post(f"/staff/account/sessions/{theirs.pk}/end/")
    assert of_somebody.get("/staff/").status_code == 200  # nobody ends another's
    other = StaffSession.objects.get(browser="Firefox, Windows")
    ended = client.post(f"/staff/account/sessions/{other.pk}/end/", follow=True)
    assert "The session is ended" in ended.content.decode()
    assert "Firefox" not in ended.content.decode()
    response = at_home.get("/staff/account/", follow=True)
    assert "ended from another one" in response.content.decode()
    assert client.get("/staff/").status_code == 200


def test_it_ends_the_other_sessions_with_a_new_password(client: Client) -> None:
    user = officer()
    other = Browser()
    for browser in (client, other):
        sign_in_as(browser, user)
        assert browser.get("/staff/").status_code == 200
    good = "seven green tables"
    new = {"oldpassword": PASSWORD, "password1": good, "password2": good}
    assert client.post("/staff/account/password/", new)["Location"] == "/staff/account/"
    assert client.get("/staff/").status_code == 200
    assert other.get("/staff/").status_code == 302
    assert StaffSession.objects.count() == 1


@pytest.mark.parametrize(
    "guessed",
    [
        "Guichet12345",
        "gu1chet-2026!",
        "Officer1234567",
        "OlgaOlga1985",
        "P@ssw0rd12345",
        "Password2026!!",
        "123Sunshine123",
        "letmeinletmein",
        "Immigration#1",
    ],
)
def test_it_refuses_a_password_that_is_guessed_first(client: Client, guessed: str) -> None:
    sign_in_as(client, officer())
    new = {"oldpassword": PASSWORD, "password1": guessed, "password2": guessed}
    page = client.post("/staff/account/password/", new)
    assert page.status_code == 422
    assert "easily guessed" in page.content.decode()


@pytest.mark.parametrize(
    "good", ["seven green tables", "kX7#qv92-Lm4zR!", "the guichet by the old river"]
)
def test_it_takes_a_password_that_is_not(client: Client, good: str) -> None:
    sign_in_as(client, officer())
    new = {"oldpassword": PASSWORD, "password1": good, "password2": good}
    assert client.post("/staff/account/password/", new).status_code == 302
