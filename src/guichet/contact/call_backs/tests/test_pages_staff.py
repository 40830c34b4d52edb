"""Agents take call-backs, call and settle them; what pages say of the telephone."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guichet.contact.call_backs.models import CallBack, CallBackAttempt
from guichet.contact.call_backs.testing import LANDLINE, make_agreed, make_offer
from guichet.contact.calls.testing import Telephone
from guichet.interactions.models import Interaction
from guichet.interactions.testing import make_call
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import make_staff, sign_in, sign_in_as
from guichet.web.words import texts

Outcome = CallBackAttempt.Outcome
pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 15, tzinfo=UTC)
ASK, BACKS, NEED = "/en/call-back/", "/staff/contact/call-backs/", "/en/need-help/"


class Clock:
    """A clock that a test moves on."""

    at = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def later(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(clock, "now", stopped)
    return stopped


@pytest.fixture
def agent(client: Client) -> User:
    return sign_in(client, "general_agent", name="general")


def press(client: Client, call_back: CallBack, deed: str, **fields: str) -> Any:
    answer = client.post(f"{BACKS}{call_back.pk}/{deed}/", fields, follow=True)
    assert answer.request["PATH_INFO"].startswith(BACKS)  # and not where one signs in
    return answer


def test_an_agent_takes_one_calls_and_says_that_they_spoke(
    client: Client, agent: User, now: Clock
) -> None:
    back = make_agreed(now=now())
    assert "Nobody is to be called now." in client.get(BACKS).content.decode()
    assert press(client, back, "take").status_code == 200  # earlier than agreed is no harm
    page = client.get(f"{BACKS}{back.pk}/").content.decode()
    assert f'href="tel:{LANDLINE}"' in page and "Did you ask for this call?" in page
    assert AuditEntry.objects.filter(record_type="call_back", verb="see").exists()
    contact = Interaction.objects.get(direction="out")
    assert (contact.agent, contact.channel, contact.ended_at) == (agent, "telephone", None)

    settled = press(client, back, "settle", outcome="done")
    assert "It is noted that you spoke." in settled.content.decode()
    contact.refresh_from_db()
    assert contact.outcome == "call_back_done"
    again = press(client, back, "settle", outcome="done")  # the same press says the same
    assert "It is noted that you spoke." in again.content.decode()


def test_two_agents_never_have_the_same_one(client: Client, agent: User, now: Clock) -> None:
    back, other = make_offer(now=now()), Client()
    national = make_staff("national_agent", name="national", password="x")
    sign_in_as(other, national)
    press(client, back, "take")
    denied = press(other, back, "take")
    assert denied.status_code == 409
    assert "Somebody else has taken this call-back." in denied.content.decode()
    assert "tel:" not in other.get(f"{BACKS}{back.pk}/").content.decode()
    assert press(other, back, "settle", outcome="done").status_code == 409

    now.later(minutes=31)  # whoever leaves one lying does not keep it for ever
    for browser, account in ((client, agent), (other, national)):
        browser.cookies.clear()
        sign_in_as(browser, account)
    assert press(other, back, "take").status_code == 200
    assert press(client, back, "settle", outcome="done").status_code == 409
    assert {attempt.outcome for attempt in back.attempts.all()} == {"left", ""}


def test_who_is_not_reached_is_tried_three_times(client: Client, agent: User, now: Clock) -> None:
    back = make_offer(now=now())
    for _ in range(3):
        assert press(client, back, "take").status_code == 200
        press(client, back, "settle", outcome="not_reached")
        early = press(client, back, "take")
        assert early.status_code == 409
        now.later(minutes=21)
    back.refresh_from_db()
    assert (back.state, back.tries) == ("not_reached", 3)
    assert press(client, back, "take").status_code == 409


def test_the_contact_of_a_try_is_read_by_what_came_of_it(
    client: Client, agent: User, now: Clock
) -> None:
    outcomes = ("done", "not_reached", "not_asked")
    for number, outcome in enumerate(outcomes):
        back = make_agreed(f"+120255501{number:02}", once=f"page-{number}", now=now())
        press(client, back, "take")
        assert press(client, back, "settle", outcome=outcome).status_code == 200
        contact = Interaction.objects.get(outcome=f"call_back_{outcome}")
        assert client.get(f"/staff/contact/{contact.number}/").status_code == 200
    assert client.get("/staff/contact/").status_code == 200
    words = texts("contact_staff")
    assert [code for code in Outcome if f"outcome.call_back_{code}" not in words] == []


def test_an_agent_writes_one_down_and_cancels_it_by_its_number(
    client: Client, agent: User, now: Clock
) -> None:
    assert "You have no contact that goes on." in client.get(BACKS).content.decode()
    call = make_call(agent=agent.pk, now=now())
    page = client.get(BACKS).content.decode()
    window = re.search(r'<option value="(20[^"]+)"', page)
    assert window
    form = {"contact": call.number, "number": LANDLINE, "window": window[1]}
    bad = client.post(f"{BACKS}write/", form | {"number": "12"})
    assert bad.status_code == 422 and 'value="12"' in bad.content.decode()
    client.post(f"{BACKS}write/", form)  # pressed twice, it is one
    page = client.post(f"{BACKS}write/", form, follow=True).content.decode()
    assert "Its number is" in page and "•••• 78" in page

    unknown = client.post(f"{BACKS}cancel/", {"number": "I123"})
    assert unknown.status_code == 409
    canceled = client.post(f"{BACKS}cancel/", {"number": call.number}, follow=True)
    assert "The call-back is canceled." in canceled.content.decode()
    assert CallBack.objects.get().state == "canceled"


def test_what_is_said_of_the_wait_was_measured(client: Client, agent: User, now: Clock) -> None:
    page = client.get(NEED).content.decode()
    assert f'href="{ASK}"' in page
    assert "nobody called today, so we cannot say" in page
    assert "no call was agreed in the last seven days" in page
    telephone = Telephone()
    telephone.rings("1")
    now.later(minutes=7)
    telephone.tells("1", "answered", agent="general")
    back = make_agreed(now=now())
    make_agreed("+33142345679", once="page-2", now=now())
    now.later(hours=3)
    client.cookies.clear()
    sign_in_as(client, agent)
    press(client, back, "take")
    now.later(hours=2)
    page = " ".join(client.get(NEED).content.decode().split())
    assert "measured today: 7" in page
    assert "(2), we made this many in the agreed time: 1" in page
    with CaptureQueriesContext(connection) as queries:
        again = " ".join(client.get(NEED).content.decode().split())
    assert "measured today: 7" in again
    assert not [query["sql"] for query in queries if "contact_" in query["sql"]]
    now.later(hours=8)
    assert "our telephone is closed at this hour" in client.get(NEED).content.decode()


def test_the_pages_of_the_telephone_say_who_waits_and_who_was_missed(
    client: Client, agent: User, now: Clock
) -> None:
    page = "/staff/contact/calls/"
    empty = client.get(page).content.decode()
    assert "No telephone system is attached" in empty and "Nobody waits." in empty
    telephone = Telephone()
    telephone.rings("1", language="ar", menu="status")
    telephone.rings("2", "+12125550142")
    telephone.rings("3", "+12125550143")
    telephone.tells("2", "answered", agent="general")
    telephone.tells("3", "ended")
    now.later(minutes=4)
    text = client.get(page).content.decode()
    waiting, talking, missed = re.split(r"<h2>[^<]*</h2>", text)[1:]
    assert "•••• 78" in waiting and "العربية" in waiting and "minutes: 4" in waiting
    assert "•••• 42" in talking and "general" in talking
    assert "•••• 43" in missed and "A call-back is offered" in missed
    assert "5550142" not in text
    auditor = Client()
    sign_in_as(auditor, make_staff("auditor", name="auditor", password="x"))
    assert "•••• 78" in auditor.get(page).content.decode()
    page = auditor.get(BACKS).content.decode()
    assert "Take this call-back" not in page and "•••• 43" in page
