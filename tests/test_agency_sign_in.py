"""The agency's own sign-in, against a real provider: who comes in, with what, and who does not."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.test import Client

from guichet.kernel.models import AuditEntry
from guichet.staff import offices, roles
from guichet.staff.agency_sign_in import provider as ours
from guichet.staff.agency_sign_in import table
from guichet.staff.agency_sign_in.rules import ClaimRow, Grant
from guichet.staff.models import AgencyIdentity, StaffSession
from guichet.staff.tests.signing import CODE, SIGN_IN, code_of, officer, type_password, verbs
from guichet.web.addresses import paths
from tests import provider as theirs
from tests import urls_agency
from tests.provider import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.urls(urls_agency.__name__)]
BEGIN, BACK, HOME = "/staff/sign-in/agency/", "/staff/sign-in/agency/back/", "http://localhost"
ROWS = [
    ClaimRow("groups", "desk-miami", Grant("receptionist", "MIA")),
    ClaimRow("groups", "decides", Grant("deciding_officer", "")),
]
DESK, DECIDES = {"groups": ["desk-miami"]}, {"groups": ["decides", "football"]}
TRUSTED = {"amr": ["pwd", "otp"]}


def a_browser() -> Client:
    """Return a browser; the provider takes no address with an invented host."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def client() -> Client:
    return a_browser()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    folder, home = tmp_path_factory.mktemp("provider"), f"{HOME}{SIGN_IN}"
    with theirs.running(folder, f"{HOME}{BACK}", home, people=["anna", "olga"]) as process:
        yield process


@pytest.fixture
def agency(running: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    for name, value in running.settings().items():
        setattr(settings, name, value)
    settings.OIDC_TRUSTED_AMR = ["otp"]
    monkeypatch.setattr(table, "rows", lambda: ROWS)
    monkeypatch.setattr(offices, "by_code", lambda: {"MIA": "Miami"})
    for forget in (ours._LAST.clear, paths._routes.cache_clear):
        forget()
    yield running
    for forget in (ours._LAST.clear, paths._routes.cache_clear):
        forget()


def form_of(page: requests.Response) -> dict[str, str]:
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in fields}


def at_the_agency(address: str, name: str, browser: requests.Session | None = None) -> str:
    """Sign in on the pages of the provider, and return where it sends the person."""
    browser = browser or requests.Session()
    page = browser.get(address)
    form = {**form_of(page), "login": name, "password": theirs.PASSWORD}
    answer = browser.post(page.url, form, allow_redirects=False)
    while not answer.headers["Location"].startswith(HOME):
        answer = browser.get(
            requests.compat.urljoin(answer.url, answer.headers["Location"]), allow_redirects=False
        )
    return answer.headers["Location"].removeprefix(HOME)


def come_back(client: Client, path: str) -> Any:
    """Follow the page that leads on with the cookie of staff."""
    page = client.get(path)
    onward = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert page.status_code == 200 and onward
    return client.get(unescape(onward[1]))


def sign_in(client: Client, name: str, query: str = "") -> Any:
    return come_back(client, at_the_agency(client.get(BEGIN + query)["Location"], name))


def says(answer: Any, code: str) -> bool:
    """Tell whether a page says why nobody was let in, in a sentence and no more."""
    page = answer.content.decode()
    return f'data-code="{code}"' in page and "user name of this site" in page


def test_it_lets_in_with_the_roles_of_the_agency(client: Client, agency: Provider) -> None:
    agency.claim("anna", **DESK, **TRUSTED)
    assert "your Guichet account" in client.get(SIGN_IN).content.decode()
    assert sign_in(client, "anna", "?next=/staff/account/")["Location"] == "/staff/account/"
    page = client.get("/staff/account/").content.decode()
    assert "receptionist at MIA" in page and "Change your password" not in page
    anna = User.objects.get(username="anna")
    assert not anna.has_usable_password()
    assert verbs() == ["agency_account_made", "posting_given", "signed_in"]
    assert client.get("/staff/account/password/")["Location"] == "/staff/account/"
    sign_in(a_browser(), "anna")
    assert User.objects.count() == AgencyIdentity.objects.count() == 1


def test_what_it_sends_to_the_agency_is_guarded(client: Client, agency: Provider) -> None:
    query = parse_qs(urlsplit(client.get(BEGIN)["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert all(len(query[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert query["scope"] == ["openid profile"] and "client_secret" not in query


def test_it_asks_for_our_second_factor_unless_theirs_is_trusted(
    client: Client, agency: Provider
) -> None:
    agency.claim("anna", **DESK, amr=["pwd"])
    sign_in(client, "anna")
    assert client.get("/staff/")["Location"] == "/staff/account/app/"
    assert client.get("/staff/account/app/").status_code == 200, "no password is asked for"
    anna = User.objects.get(username="anna")
    TOTP.activate(anna, generate_totp_secret())
    again = a_browser()
    assert sign_in(again, "anna")["Location"] == CODE
    assert again.get("/staff/").status_code == 302
    assert again.post(CODE, {"code": code_of(anna)})["Location"] == "/staff/"
    assert again.get("/staff/").status_code == 200


def test_a_role_that_is_lost_ends_every_session(client: Client, agency: Provider) -> None:
    agency.claim("anna", groups=["desk-miami", "decides"], **TRUSTED)
    sign_in(client, "anna")
    assert client.get("/staff/").status_code == 200
    agency.claim("anna", **DESK, **TRUSTED)
    other = a_browser()
    sign_in(other, "anna")
    assert client.get("/staff/")["Location"].endswith("&ended=elsewhere")
    assert other.get("/staff/").status_code == 200
    anna = User.objects.get(username="anna")
    assert (roles.roles_of(anna), roles.postings_of(anna)) == (set(), {("receptionist", "MIA")})


def test_without_a_role_nobody_comes_in(client: Client, agency: Provider) -> None:
    agency.claim("anna", groups=["football"], **TRUSTED)
    assert says(sign_in(client, "anna"), "agency_no_role")
    assert not User.objects.exists()
    agency.claim("anna", **DECIDES, **TRUSTED)
    sign_in(client, "anna")
    agency.claim("anna", **TRUSTED)
    answer = sign_in(a_browser(), "anna")
    assert answer.status_code == 403 and says(answer, "agency_no_role")
    assert not StaffSession.objects.exists(), "what it had is over"
    assert client.get("/staff/").status_code == 302
    assert AuditEntry.objects.filter(verb="agency_sign_in_failed").count() == 2


def test_it_takes_no_account_of_this_site(client: Client, agency: Provider) -> None:
    olga = officer()
    agency.claim("olga", **DESK, **TRUSTED)
    sign_in(client, "olga")
    other = AgencyIdentity.objects.get().user
    assert other != olga and other.username == "olga-2"
    assert roles.roles_of(User.objects.get(pk=olga.pk)) == {"deciding_officer"}


def test_a_closed_account_stays_closed(client: Client, agency: Provider) -> None:
    agency.claim("anna", **DESK, **TRUSTED)
    sign_in(client, "anna")
    User.objects.update(is_active=False)
    assert says(sign_in(a_browser(), "anna"), "agency_closed")


def test_signing_out_here_signs_out_there(client: Client, agency: Provider) -> None:
    agency.claim("anna", **DESK, **TRUSTED)
    browser = requests.Session()
    come_back(client, at_the_agency(client.get(BEGIN)["Location"], "anna", browser))
    page = client.post("/staff/sign-out/").content.decode()
    target = unescape(re.search(r'content="0;url=([^"]+)"', page)[1])  # type: ignore[index]
    assert target.startswith(f"{agency.issuer}/identity/o/logout?")
    assert client.get("/staff/").status_code == 302
    assert (
        browser.get(client.get(BEGIN)["Location"], allow_redirects=False)
        .headers["Location"]
        .startswith(HOME)
    ), "still signed in there"
    answer = browser.get(target, allow_redirects=False)
    assert answer.headers["Location"] == f"{HOME}{SIGN_IN}"
    there = browser.get(client.get(BEGIN)["Location"], allow_redirects=False)
    assert "/accounts/login/" in there.headers["Location"]


def test_who_stops_at_the_agency_is_told_so(client: Client, agency: Provider) -> None:
    state = parse_qs(urlsplit(client.get(BEGIN)["Location"]).query)["state"][0]
    answer = come_back(client, f"{BACK}?error=access_denied&state={state}")
    assert answer.status_code == 403 and says(answer, "agency_denied")


@pytest.mark.parametrize("state", ["", "made-up"])
def test_nobody_comes_back_who_did_not_go(client: Client, agency: Provider, state: str) -> None:
    assert says(come_back(client, f"{BACK}?code=x&state={state}"), "agency_lost")


def test_a_code_is_good_once_and_in_one_browser(client: Client, agency: Provider) -> None:
    agency.claim("anna", **DESK, **TRUSTED)
    path = at_the_agency(client.get(BEGIN)["Location"], "anna")
    assert says(come_back(a_browser(), path), "agency_lost")
    assert come_back(client, path)["Location"] == "/staff/"
    assert says(come_back(client, path), "agency_lost")


def test_a_wrong_secret_is_no_riddle(client: Client, agency: Provider, settings: Any) -> None:
    agency.claim("anna", **DESK, **TRUSTED)
    path = at_the_agency(client.get(BEGIN)["Location"], "anna")
    settings.OIDC_CLIENT_SECRET = "of somebody else"
    answer = come_back(client, path)
    assert answer.status_code == 503 and says(answer, "agency_key")


def test_a_provider_that_is_down_or_slow_is_waited_for_shortly(
    client: Client, agency: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as slow:
        settings.OIDC_ISSUER = f"http://127.0.0.1:{slow.getsockname()[1]}"
        answer = client.get(BEGIN)
        assert answer.status_code == 503 and says(answer, "agency_silent")
    assert client.get(BEGIN).status_code == 503, "now it is down"
    french = client.get(BEGIN, headers={"accept-language": "fr"}).content.decode()
    assert "ne répond pas" in french


def test_passwords_open_administrators_accounts_alone_where_the_site_says_so(
    client: Client, agency: Provider, settings: Any
) -> None:
    officer()
    settings.OIDC_ONLY = True
    assert type_password(client, "olga") == 422
    roles.give(User.objects.get(username="olga"), roles.ADMINISTRATOR)
    assert type_password(client, "olga") == 302


PROBLEMS: list[tuple[Mapping[str, object], str]] = [
    ({"claim": "groups", "value": "x", "role": "receptionist", "office": "MIA"}, ""),
    ({"claim": "groups", "value": "x", "role": "auditor"}, ""),
    ({"claim": "groups", "value": "x", "role": "receptionist"}, "no office"),
    ({"claim": "groups", "value": "x", "role": "auditor", "office": "MIA"}, "takes no office"),
    ({"claim": "groups", "value": "x", "role": "king"}, "no role 'king'"),
    ({"claim": "groups", "value": 1, "role": "auditor"}, "are texts"),
    ({"claim": "groups", "value": "x", "role": "auditor", "of": "us"}, "it takes claim"),
]


@pytest.mark.parametrize(("row", "problem"), PROBLEMS)
def test_a_row_is_judged(
    row: Mapping[str, object], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offices, "by_code", lambda: {"MIA": "Miami"})
    assert problem in table._problem(row) and bool(problem) == bool(table._problem(row))


LOADED = """
import django, sys
django.setup()
from guichet import urls
print(int("authlib" in sys.modules))
"""


def test_a_site_without_it_loads_nothing_of_it() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "guichet.settings", "OIDC_ISSUER": ""}
    answer = subprocess.run(
        [sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split()[-1] == "0"
