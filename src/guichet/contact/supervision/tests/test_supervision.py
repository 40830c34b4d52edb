"""The page of a supervisor: who waits, who speaks with somebody, what is due; and works empty."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from guichet.contact.call_backs.testing import make_agreed
from guichet.contact.calls import actions as calls
from guichet.contact.calls.testing import make_missed_call
from guichet.contact.tiers import actions as hand_overs
from guichet.interactions import actions as contacts
from guichet.interactions.testing import make_call
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_zone
from guichet.staff.testing import make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
PAGE = "/staff/contact/supervision/"
NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)  # in the middle of the day there


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def parts(client: Client) -> dict[str, str]:
    """Return what stands below each heading of the page, without the markup's spaces."""
    page = client.get(PAGE).content.decode().partition("data-live")[2]
    each = [part.partition("</h2>") for part in page.split("<h2>")[1:]]
    return {title: " ".join(body.split()) for title, _, body in each}


def test_it_says_of_everything_that_there_is_nothing(client: Client) -> None:
    sign_in(client, "supervisor")
    sections = parts(client)
    nothing = {
        "Callers who wait": "Nobody waits.",
        "Handed over, waiting": "No contact waits to be taken over.",
        "Contacts that go on, by agent": "No contact goes on.",
        "Promises overdue": "No promise is overdue.",
        "Promises due today": "No promise is due today.",
        "Call-backs overdue": "No call-back is overdue.",
        "Call-backs due now": "Nobody is to be called now.",
        "Call-backs agreed for later": "Nothing is agreed for later.",
        "Calls of today that nobody answered": "Every call of today was answered.",
    }
    assert {title: words for title, words in nothing.items() if words not in sections[title]} == {}


def test_it_shows_who_waits_and_who_is_in_which_contact(client: Client) -> None:
    agent = make_staff("general_agent", name="ada")
    calls.begin(
        "main", "rings", number="+33612345678", language="fr", menu="", now=NOON - timedelta(0, 300)
    )
    make_missed_call("missed", "+33612345699", now=NOON - timedelta(minutes=9))
    case = ("application", "V842609174")
    contact = make_call(case, agent=agent.pk, language="ar", now=NOON - timedelta(minutes=12))
    sign_in(client, "supervisor")
    sections = parts(client)
    assert (
        "78</bdi>" in sections["Callers who wait"] and "minutes: 5" in sections["Callers who wait"]
    )
    of_agents = sections["Contacts that go on, by agent"]
    wrong = [
        words
        for words in (">ada<", "By telephone", "العربية", "minutes: 12", contact.number)
        if words not in of_agents
    ]
    assert wrong == []
    assert "99</bdi>" in sections["Calls of today that nobody answered"]
    assert "99</bdi>" in sections["Call-backs due now"]
    assert "842" not in of_agents and "612345" not in "".join(sections.values())


def test_it_says_how_many_wait_to_be_taken_over_and_how_long_the_first(client: Client) -> None:
    agents = [make_staff("general_agent", name=name).pk for name in ("ada", "bo")]
    for agent, minutes in zip(agents, (4, 17), strict=True):
        asked_at = NOON - timedelta(minutes=minutes)
        contact = make_call(agent=agent, now=asked_at)
        hand_overs.hand_over(contact.pk, agent=agent, now=asked_at)
    sign_in(client, "supervisor")
    words = parts(client)["Handed over, waiting"]
    assert "Contacts that wait: 2." in words and "(minutes: 17)" in words
    assert client.get("/staff/contact/handed-over/").status_code == 200
    assert 'href="/staff/contact/handed-over/"' in words
    hand_overs.take_back(contact.pk, agent=agents[1], now=NOON)
    words = parts(client)["Handed over, waiting"]
    assert "Contacts that wait: 1." in words and "(minutes: 4)" in words


def test_promises_stand_under_today_or_overdue_with_whose_they_are(client: Client) -> None:
    agent = make_staff("national_agent", name="bo")
    contact = make_call(agent=agent.pk, now=NOON - timedelta(days=3))
    today = NOON.astimezone(authority_zone()).date()
    before = NOON - timedelta(days=3)
    contacts.make_promise(
        contact.pk, "answer", due_on=today - timedelta(days=1), owner="agents", now=before
    )
    contacts.make_promise(contact.pk, "answer_enquiry", due_on=today, owner="officers", now=before)
    contacts.make_promise(
        contact.pk, "send_again", due_on=today + timedelta(days=1), owner="agents", now=before
    )
    sign_in(client, "auditor")
    sections = parts(client)
    assert "promised by" in sections["Promises overdue"] and "bo" in sections["Promises overdue"]
    assert "An answer by an officer" not in sections["Promises overdue"]
    assert "to be kept by the officers" in sections["Promises due today"]
    assert "To send something again" not in "".join(sections.values())


def test_call_backs_stand_by_their_windows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    back = make_agreed(now=NOON)
    assert back.starts_at and back.ends_at
    supervisor = make_staff("supervisor")
    moments = {
        NOON: "Call-backs agreed for later",
        back.starts_at: "Call-backs due now",
        back.ends_at + timedelta(seconds=1): "Call-backs overdue",
    }
    backs = set(moments.values())
    for at, title in moments.items():
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        client = Client()
        sign_in_as(client, supervisor)  # a session does not last so long
        sections = parts(client)
        assert {name for name in backs if 'dir="ltr"' in sections[name]} == {title}


def test_only_who_supervises_or_audits_sees_it_and_it_takes_nothing(client: Client) -> None:
    for role, status in (("national_agent", 403), ("auditor", 200), ("supervisor", 200)):
        browser = Client()
        sign_in(browser, role)
        assert browser.get(PAGE).status_code == status, role
        assert browser.post(PAGE).status_code == 405 or status == 403, role
