"""The status page leads on: one next step for each status, and everything that its owner can do."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.changes import actions
from guichet.applications.changes.tests.opening import open_it
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import authorizations
from guichet.applications.models import Application
from guichet.applications.states import STATES
from guichet.applications.status import calendar_entry
from guichet.applications.status.next_steps import menu, route
from guichet.applications.status.tests.test_pages_status import LOOK, fields_of
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.applications.tests.visitor import bare, leads_to
from guichet.kernel.models import Mark
from guichet.post import calendar_entries
from guichet.web.addresses.paths import address

pytestmark = pytest.mark.django_db
YOURS = "/en/eta/status/yours/"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW + timedelta(hours=2))


def closed_application() -> Application:
    """Return an application that an officer closed, for its owner is a citizen."""
    application = worlds.make_listed()
    officer = worlds.make_officer()
    return decisions.close(application.pk, officer=officer, public=["citizen"], now=NOW)


def canceled_application() -> Application:
    """Return an application whose authorization an officer ended."""
    application = worlds.make_paid()
    authorizations.cancel(
        application.authorization,
        officer=worlds.make_officer(),
        why=worlds.explained("security"),
        now=NOW,
    )
    application.refresh_from_db()
    return application


def button(page: object) -> str:
    """Return where the one next step leads."""
    match = re.search(r'<a class="button arrow" href="([^"]*)"', text_of(page))
    assert match
    return bare(match[1])


LEADS: list[tuple[Callable[[], Application], str, str]] = [
    (lambda: worlds.make_draft().application, "/en/eta/apply/go-on/", "/en/eta/apply/resume/"),
    (lambda: worlds.make_sent().application, "/en/eta/apply/go-on/", "/en/eta/apply/resume/"),
    (worlds.make_asked, "/en/eta/yours/papers/", "/en/eta/apply/resume/"),
    (worlds.make_listed, "/en/eta/yours/letters/", "/en/eta/apply/resume/"),
    (worlds.make_paid, "/en/eta/yours/letters/", "/en/eta/apply/resume/"),
    (worlds.make_refused, "/en/eta/yours/look-again/", "/en/eta/results/#refused"),
    (closed_application, "/en/eta/results/#withdrawn", "/en/eta/results/#withdrawn"),
    (
        lambda: actions.withdraw(worlds.make_listed().pk, now=NOW),
        "/en/eta/apply/",
        "/en/eta/apply/",
    ),
    (canceled_application, "/en/eta/results/#cancelled", "/en/eta/results/#cancelled"),
]


@pytest.mark.parametrize(("make", "owner", "stranger"), LEADS)
def test_it_leads_to_one_next_step(
    client: Client, make: Callable[[], Application], owner: str, stranger: str
) -> None:
    application = make()
    assert button(client.post(LOOK, fields_of(application))) == stranger
    open_it(client, application)
    assert button(client.get(YOURS)) == owner


def test_it_leads_who_waits_too_long_to_ask(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = worlds.make_listed()
    stop_clock(monkeypatch, NOW + timedelta(hours=73))
    open_it(client, application)
    page = client.get(YOURS)
    assert button(page) == "/en/eta/yours/enquiry/"
    assert "Ask us why it takes so long" in text_of(page)


def test_it_helps_who_was_not_found(client: Client) -> None:
    page = client.post(LOOK, fields_of(worlds.make_paid(), number="V000000009"))
    assert '<form id="look" method="post" action="/en/eta/status/"' in text_of(page)
    for path in ("/en/eta/apply/resume/", "/en/eta/lost/", "/en/eta/trouble/"):
        assert f'<a class="arrow" href="{path}"' in text_of(page)


@pytest.mark.parametrize("state", [*STATES, "erased"])
def test_it_leads_to_pages_that_are_there(state: str) -> None:
    for step in menu(state, besides=""):
        assert address(route(step), "en")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (worlds.make_refused, "An offence"),
        (canceled_application, "on grounds of security"),
        (closed_application, "You are a citizen"),
    ],
)
def test_it_gives_reasons_to_the_owner_only(
    client: Client, make: Callable[[], Application], reason: str
) -> None:
    application = make()
    assert reason not in text_of(client.post(LOOK, fields_of(application)))
    open_it(client, application)
    assert reason in text_of(client.get(YOURS))


def test_it_shows_a_stranger_a_part_of_the_number(client: Client) -> None:
    application = worlds.make_paid()
    number = application.authorization.number
    page = text_of(client.post(LOOK, fields_of(application)))
    assert number not in page
    assert f"••••••{number[-3:]}" in page
    assert "is shown in part" in page
    open_it(client, application)
    page = text_of(client.get(YOURS))
    assert number in page.replace(" ", "").replace(" ", "")
    assert "is shown in part" not in page


def test_it_puts_the_last_day_into_a_calendar(client: Client) -> None:
    application = open_it(client, worlds.make_paid())
    answer = client.get(YOURS + "eta.ics")
    text = answer.content.decode()
    assert "DTSTART;VALUE=DATE:20311123" in text
    assert "CLASS:PRIVATE" in text
    assert re.search(r"^UID:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\r$", text, re.M)
    assert answer.get("Content-Disposition") == 'attachment; filename="eta.ics"'
    assert application.number not in text
    assert "OBRIEN" not in text
    assert "no-store" in answer["Cache-Control"]


def test_an_entry_that_was_taken_before_an_upgrade_keeps_its_name(client: Client) -> None:
    application = open_it(client, worlds.make_paid())
    mark = {"name": calendar_entries.mark_of("eta"), "value": (NOW + timedelta(1)).isoformat()}
    Mark.objects.create(**mark)
    calendar_entries.forget()
    key = calendar_entry.key_of(application.pk)
    assert f"UID:{key}@guichet" in client.get(YOURS + "eta.ics").content.decode()
    calendar_entries.forget()


def test_it_has_no_day_for_a_calendar_before_an_approval(client: Client) -> None:
    open_it(client, worlds.make_listed())
    assert leads_to(client.get(YOURS + "eta.ics")) == YOURS


def test_it_explains_an_authorization_that_was_replaced(client: Client) -> None:
    first = worlds.make_paid()
    worlds.make_paid(now=NOW + timedelta(hours=1))
    open_it(client, first)
    page = client.get(YOURS)
    assert "You need do nothing" in text_of(page)
    assert button(page) == "/en/eta/status/"


def test_it_explains_an_authorization_that_the_rules_ended(client: Client) -> None:
    application = worlds.make_paid()
    authorization = application.authorization
    authorization.ended_at, authorization.ended_as = (
        datetime(2026, 11, 23, 16, tzinfo=UTC),
        "lapsed_by_list_change",
    )
    authorization.save()
    open_it(client, application)
    page = client.get(YOURS)
    assert button(page) == "/en/eta/need/"
    assert "/en/eta/results/#lapsed" in text_of(page)


def test_it_offers_only_what_is_possible(client: Client) -> None:
    assert "withdraw" in menu("manual_review", besides="")
    assert "look_again" in menu("refused", besides="")
    for state in ("issued", "refused", "withdrawn", "abandoned", "draft"):
        assert "withdraw" not in menu(state, besides="")
    for state in ("draft", "issued", "manual_review"):
        assert "look_again" not in menu(state, besides="")


def test_it_answers_unknown_and_wrong_byte_for_byte(client: Client) -> None:
    application = worlds.make_paid()
    wrong = client.post(LOOK, fields_of(application, birth_date_day="18"))
    unknown = client.post(LOOK, fields_of(application, number="V000000009"))
    other = client.post(LOOK, fields_of(application, passport_number="ZZ9999999", number=""))
    token = re.compile(rb' value="[^"]*"')  # what was typed is kept, and stays the typist's own
    pages = [token.sub(b"", page.content) for page in (wrong, unknown)]
    assert pages[0] == pages[1]
    assert [wrong.status_code, unknown.status_code] == [200, 200]
    assert other.status_code == 422  # not enough to look anything up, told before any look


def test_it_tells_the_limit_of_tries_plainly(client: Client) -> None:
    assert "After five wrong tries" in text_of(client.get(LOOK))
