"""What every answer says to browsers, and whom the site believes about a connection."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings as settings_of_django
from django.test import Client

from guichet.booking.testing import make_coming_slot
from guichet.kernel.database import tallies
from guichet.kernel.guarding import network
from guichet.serving import busy
from guichet.serving.kinds import Kind
from guichet.staff import roles
from guichet.staff.testing import sign_in
from guichet.web import visits
from guichet.web.pages import assets
from guichet.web.wire import csp_reports, host_cookies

pytestmark = pytest.mark.django_db
PROXY, STRANGER = "10.0.0.1", "203.0.113.9"
BY_HTTPS = {"X-Forwarded-Proto": "https"}
PAGES = ("/en/", "/en/nothing/", "/staff/", "/api/v1/offices?postal_code=10001", "/health/live")
COUNTED = "guichet_csp_reports_total"


@pytest.fixture
def behind_a_proxy(settings: Any) -> Iterator[None]:
    settings.PUBLIC_URL = "https://testserver"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    network._trusted.cache_clear()
    yield
    network._trusted.cache_clear()


@pytest.fixture(autouse=True)
def _nothing_counted_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "_counts", tallies._Counts())
    monkeypatch.setattr(tallies, "PAUSE", 0.0)


@pytest.fixture
def by_https(settings: Any) -> None:
    settings.PUBLIC_URL = "https://testserver"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


@pytest.mark.parametrize("path", PAGES)
def test_it_is_told_by_its_own_proxy_alone_that_a_browser_came_by_https(
    behind_a_proxy: None, path: str
) -> None:
    by_proxy = Client(REMOTE_ADDR=PROXY).get(path, headers=BY_HTTPS)
    assert by_proxy["Strict-Transport-Security"] == "max-age=31536000"
    lied = Client(REMOTE_ADDR=STRANGER).get(path, headers=BY_HTTPS)
    assert "Strict-Transport-Security" not in lied
    for answer in (by_proxy, lied):
        assert "camera=()" in answer["Permissions-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert shuts_in(answer["Content-Security-Policy"])


def shuts_in(policy: str) -> bool:
    """Tell whether a page may neither be framed nor given another base."""
    return "base-uri 'none'" in policy and "frame-ancestors 'none'" in policy


def test_it_says_the_same_of_an_answer_that_no_thread_made(by_https: None) -> None:
    for path in ("/en/", "/api/v1/offices"):
        headers = dict(busy.answer({"PATH_INFO": path}, Kind.LOOKING).headers)
        assert headers[b"strict-transport-security"] == b"max-age=31536000"
        assert shuts_in(headers[b"content-security-policy"].decode())


def test_it_says_nothing_of_https_where_it_is_not_served_by_it(settings: Any) -> None:
    assert "Strict-Transport-Security" not in Client().get("/en/", secure=True)
    settings.PUBLIC_URL, settings.HSTS_SECONDS = "https://testserver", 0
    assert "Strict-Transport-Security" not in Client().get("/en/", secure=True)


@pytest.mark.parametrize(
    ("hops", "expected"),
    [
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8:1:2::7]:443", "2001:db8:1:2::/64"),
        ("198.51.100.1, 203.0.113.7:80, 10.0.0.9:1234", "203.0.113.7"),
        ("nonsense:80", "unknown"),
    ],
)
def test_it_takes_a_port_for_no_part_of_an_address(
    behind_a_proxy: None, hops: str, expected: str
) -> None:
    assert network.network_from(PROXY, hops) == expected
    assert network.network_from(STRANGER, hops) == STRANGER


def test_it_serves_files_that_browsers_take_for_nothing_else(by_https: None) -> None:
    headers: dict[str, str] = {}
    environ: dict[str, Any] = {"PATH_INFO": "/static/web/site.css", "REQUEST_METHOD": "GET"}
    setup_testing_defaults(environ)

    def start(status: str, pairs: list[tuple[str, str]]) -> Callable[[bytes], object]:
        headers.update(pairs)
        return lambda chunk: None

    def nobody(environ: Any, start_response: Any) -> list[bytes]:
        raise AssertionError("The file was not found.")

    list(assets.served(nobody)(environ, start))  # type: ignore[arg-type]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Access-Control-Allow-Origin" not in headers
    assert shuts_in(headers["Content-Security-Policy"])


# --- cookies ---


def hold(client: Client, *, secure: bool) -> Any:
    slot = make_coming_slot()
    return client.post(f"/en/appointments/slots/{slot.pk}/hold/", secure=secure)


def test_it_sets_cookies_that_no_other_host_of_the_domain_can_set(by_https: None) -> None:
    client = Client()
    answer = hold(client, secure=True)
    page = client.get(answer["Location"], secure=True)
    assert page.status_code == 200
    names = set(client.cookies)
    assert {f"__Host-{visits.VISIT}", "__Host-csrftoken"} <= names
    assert all(name.startswith("__Host-") for name in names)
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def of_another_release(client: Client, beginning: str = visits.AFTER) -> dict[str, str]:
    """Give the cookies of a browser the names of another release; return what is in them."""
    values = {name: cookie.value for name, cookie in client.cookies.items() if cookie.value}
    client.cookies.clear()
    for name, value in values.items():
        is_ours = name.startswith(host_cookies.OURS)
        client.cookies[other_name(name, beginning) if is_ours else name] = value
    return values


def other_name(name: str, beginning: str) -> str:
    return f"{beginning}{name.removeprefix(host_cookies.OURS)}"


@pytest.mark.parametrize(
    ("https", "beginning"),
    [
        (True, host_cookies.OURS),
        *((True, f"{host_cookies.PREFIX}{visits.AFTER}"), (False, visits.AFTER)),
    ],
)
def test_it_reads_the_cookies_of_releases_beside_it_and_erases_them(
    settings: Any, https: bool, beginning: str
) -> None:
    client = Client()
    answer = hold(client, secure=False)
    client.get("/en/?language=en")
    old = of_another_release(client, beginning)
    assert visits.VISIT in old
    settings.PUBLIC_URL = "https://testserver" if https else "http://testserver"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = https
    page = client.get(answer["Location"], secure=https)
    assert page.status_code == 200  # not the page that says that nothing is held
    now = "__Host-" if https else ""
    for name in (visits.VISIT, visits.LANGUAGE):
        assert page.cookies[other_name(name, beginning)]["max-age"] == 0
        assert page.cookies[f"{now}{name}"].value == old[name]
    assert page.cookies[f"{now}{visits.LANGUAGE}"]["max-age"] == visits.A_YEAR
    for name in [name for name, cookie in client.cookies.items() if not cookie.value]:
        del client.cookies[name]  # as a browser does
    again = client.get(answer["Location"], secure=https)
    assert again.status_code == 200
    assert not [name for name in again.cookies if name.startswith(beginning)]


def test_an_officer_stays_signed_in_where_a_node_of_the_release_after_stood() -> None:
    client = Client()
    sign_in(client, *roles.ROLES)
    assert client.get("/staff/").status_code == 200
    of_another_release(client)
    page = client.get("/staff/")
    assert page.status_code == 200, "not the page to sign in"
    assert settings_of_django.SESSION_COOKIE_NAME in page.cookies
    assert client.get("/staff/").status_code == 200


def test_no_header_says_whose_software_it_is() -> None:
    client = Client()
    answers = [hold(client, secure=False), client.get("/en/?language=fr"), client.get("/staff/")]
    sign_in(client, *roles.ROLES)
    answers += [client.get("/staff/"), client.get("/api/v1/offices?postal_code=10001")]
    assert visits.VISIT in client.cookies
    assert [headers for answer in answers if "guichet" in (headers := str(answer.headers))] == []


def test_it_forgets_both_names_when_a_visit_is_finished(by_https: None) -> None:
    client = Client()
    hold(client, secure=True)
    client.cookies[visits.VISIT] = "planted"
    answer = client.post("/en/finish/", secure=True)
    for name in (visits.VISIT, f"__Host-{visits.VISIT}"):
        assert answer.cookies[name]["max-age"] == 0
    assert answer.cookies[f"__Host-{visits.VISIT}"]["secure"]


# --- who may call ---


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/offices?postal_code=10001", 400),
        ("/api/v1/openapi.json", 400),
        ("/en/", 400),
        ("/health/live", 200),
        ("/health/ready", 200),
    ],
)
def test_it_answers_to_its_own_name_but_for_probes(path: str, status: int) -> None:
    answer = Client().get(path, headers={"Host": "evil.example"})
    assert answer.status_code == status
    if path.startswith("/api/"):
        assert answer.json()["code"] == "wrong_host"
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("headers", "is_refused"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "null"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://testserver"}, False),
        ({}, False),
    ],
)
def test_it_does_nothing_that_another_sites_page_sends(
    headers: dict[str, str], is_refused: bool
) -> None:
    path = "/api/v1/appointments/V123456789/cancel"
    answer = Client().post(path, "", "application/x-www-form-urlencoded", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (
        (403, "cross_site") if is_refused else (401, "wrong_credentials")
    )


def test_it_tells_counts_to_who_has_the_token(settings: Any) -> None:
    assert Client().get("/metrics").status_code == 200  # on this machine alone
    settings.METRICS_TOKEN = "a long token"
    for headers in ({}, {"Authorization": "Bearer another"}, {"Authorization": "Basic YTpi"}):
        answer = Client().get("/metrics", headers=headers)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    right = {"Authorization": "Bearer a long token", "Host": "10.0.0.5:8000"}
    assert Client().get("/metrics", headers=right).status_code == 200
    settings.METRICS_TOKEN, settings.LOOPBACK = "", False
    assert Client().get("/metrics").status_code == 404


# --- reports ---


def report(body: object, **headers: str) -> int:
    text = body if isinstance(body, str) else json.dumps(body)
    answer = Client().post("/csp-reports/", text, "application/csp-report", headers=headers)
    return answer.status_code


def test_it_counts_reports_of_browsers_by_the_rule_that_was_broken(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(csp_reports, "A_SECOND", 100)
    assert "report-uri /csp-reports/" in Client().get("/en/")["Content-Security-Policy"]
    broken = {"csp-report": {"effective-directive": "script-src-elem", "blocked-uri": "secret"}}
    bodies = [broken, broken, {"csp-report": {"violated-directive": "x" * 999}}, "[" * 5000, [1]]
    for body in bodies:
        assert report(body, **{"Sec-Fetch-Site": "cross-site"}) == 204
    assert report("x" * 20_000) == 204
    metrics = Client().get("/metrics").content.decode()
    assert f'{COUNTED}{{directive="script-src-elem"}} 2' in metrics
    assert f'{COUNTED}{{directive="other"}} 3' in metrics
    assert "secret" not in metrics + caplog.text


def test_it_looks_at_a_few_reports_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csp_reports.time, "monotonic", lambda: 1_000_000.0)
    for _ in range(csp_reports.A_SECOND * 3):
        assert report({"csp-report": {"effective-directive": "img-src"}}) == 204
    metrics = Client().get("/metrics").content.decode()
    assert f'{COUNTED}{{directive="img-src"}} {csp_reports.A_SECOND}' in metrics
