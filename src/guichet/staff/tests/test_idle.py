"""How long a session may be left alone, who is warned, and what was typed when it had ended."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from guichet.kernel import clock
from guichet.staff.roles import give_at
from guichet.staff.testing import make_staff, sign_in, sign_in_as
from guichet.staff.tests.signing import CODE, code_of, officer, type_password, verbs

pytestmark = pytest.mark.django_db
LEFT = "/staff/account/sessions/left/"
CHECK_IN = "/staff/desk/MIA/check-in/"


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> datetime:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def at(monkeypatch: pytest.MonkeyPatch, start: datetime, minutes: int) -> None:
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("office_role", "idle"), [("receptionist", 15), ("office_manager", 15), ("", 30)]
)
def test_it_ends_sooner_at_a_desk(
    client: Client, monkeypatch: pytest.MonkeyPatch, start: datetime, office_role: str, idle: int
) -> None:
    user = make_staff("intake_officer")
    if office_role:
        give_at("MIA", user, office_role)
    sign_in_as(client, user)
    assert client.get("/staff/").status_code == 200
    at(monkeypatch, start, idle)
    assert client.get("/staff/").status_code == 200
    at(monkeypatch, start, 2 * idle + 1)
    assert client.get("/staff/")["Location"].endswith("&ended=idle")


def test_the_shorter_time_holds_where_a_site_sets_both(
    client: Client, start: datetime, settings: Any
) -> None:
    settings.STAFF_IDLE_MINUTES = 5
    user = make_staff()
    give_at("MIA", user, "receptionist")
    sign_in_as(client, user)
    client.get("/staff/")
    assert client.get(LEFT).json() == {"seconds": 300, "why": "idle", "account": user.pk}


def test_what_a_page_asks_by_itself_is_no_activity(
    client: Client, monkeypatch: pytest.MonkeyPatch, start: datetime
) -> None:
    user = sign_in(client, "auditor")
    client.get("/staff/")
    for minutes in range(0, 30, 5):
        at(monkeypatch, start, minutes)
        seconds = 60 * (30 - minutes)
        assert client.get(LEFT).json() == {"seconds": seconds, "why": "idle", "account": user.pk}
        assert client.get("/staff/account/?refreshed").status_code == 200
    at(monkeypatch, start, 31)
    assert client.get(LEFT).status_code == 302
    assert client.get("/staff/account/?refreshed").status_code == 302
    assert verbs() == [], "nobody may be sitting there: nothing is ended by it"
    assert client.get("/staff/")["Location"].endswith("&ended=idle")


def test_it_says_when_the_day_ends_before_the_pause(
    client: Client, monkeypatch: pytest.MonkeyPatch, start: datetime
) -> None:
    sign_in(client, "auditor")
    for minutes in (*range(0, 12 * 60, 20), 12 * 60 - 1):
        at(monkeypatch, start, minutes)
        assert client.get("/staff/awake/").status_code == 204
    assert client.get(LEFT).json()["why"] == "day"
    assert client.get(LEFT).json()["seconds"] == 60


def typed_after_the_end(client: Client, form_page: str = "http://testserver/staff/") -> str:
    """Send a form of no marked view when the session is over; return where it led to."""
    answer = client.post(CHECK_IN, {"code": "K7 <b>", "do": "1"}, headers={"referer": form_page})
    return answer["Location"]


def come_back(client: Client, name: str, sign_in_page: str) -> None:
    type_password(client, name, query=sign_in_page.removeprefix("/staff/sign-in/"))


def test_what_was_sent_too_late_is_asked_about_after_the_sign_in(
    client: Client, monkeypatch: pytest.MonkeyPatch, start: datetime
) -> None:
    user = officer()
    type_password(client, "olga")
    client.post(CODE, {"code": code_of(user)})
    client.get("/staff/")
    at(monkeypatch, start, 31)
    ended = typed_after_the_end(client)
    assert "K7" not in ended
    assert "What you typed is kept" in client.get(ended).content.decode()
    come_back(client, "olga", ended)
    page = unescape(client.post(CODE, {"code": code_of(user)}, follow=True).content.decode())
    assert "nothing was done" in page
    assert f'action="{CHECK_IN}"' in page
    assert re.findall(r'name="(code|do)" value="([^"]*)"', page) == [
        ("code", "K7 <b>"),
        ("do", "1"),
    ]
    assert '<a class="button plain" href="/staff/">' in page
    assert "K7" in client.get(f"/staff/kept/?sent={CHECK_IN}").content.decode(), "loaded again"


def test_it_keeps_nothing_for_somebody_else(
    client: Client, monkeypatch: pytest.MonkeyPatch, start: datetime
) -> None:
    olga = officer()
    officer("oscar")
    sign_in_as(client, olga)
    client.get("/staff/")
    at(monkeypatch, start, 31)
    come_back(client, "oscar", typed_after_the_end(client))
    oscar = officer("otto")
    sign_in_as(client, oscar)
    assert client.get(f"/staff/kept/?sent={CHECK_IN}&from=//evil.example")["Location"] == "/staff/"


@pytest.mark.parametrize("form_page", ["https://evil.example/staff/", "", "http://[bad"])
def test_it_keeps_nothing_that_no_page_of_ours_sent(
    client: Client, monkeypatch: pytest.MonkeyPatch, start: datetime, form_page: str
) -> None:
    sign_in(client, "auditor")
    client.get("/staff/")
    at(monkeypatch, start, 31)
    assert "kept" not in typed_after_the_end(client, form_page)


def test_it_keeps_no_password(
    client: Client, monkeypatch: pytest.MonkeyPatch, start: datetime
) -> None:
    sign_in(client, "auditor")
    client.get("/staff/")
    at(monkeypatch, start, 31)
    page = {"referer": "http://testserver/staff/account/password/"}
    ended = client.post("/staff/account/password/", {"oldpassword": "secret one"}, headers=page)
    assert "kept" not in ended["Location"]
    assert "staff_typed" not in client.session
