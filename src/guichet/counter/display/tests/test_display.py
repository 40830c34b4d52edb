"""The screen of a waiting room: what it shows, to whom, and what it costs."""

import json
import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from guichet.booking.tests.journey import Now
from guichet.counter.models import Ticket
from guichet.counter.queue import actions, undoing
from guichet.counter.testing import (
    DESK_OF,
    TEN,
    forget_boards,
    make_checked_in,
    make_counter_officer,
    make_desk_office,
    make_expected,
    make_walk_in,
)
from guichet.devices.models import Device, Kind
from guichet.devices.testing import make_device
from guichet.kernel import clock
from guichet.offices.models import Closure, Office
from guichet.opening import actions as opening

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    """Ten in the morning at the office; nothing is remembered of another test."""
    forget_boards()
    moment = Now()
    moment.at = TEN
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def office() -> Office:
    """An office with desks for one service."""
    return make_desk_office()


@pytest.fixture
def screen(client: Client, office: Office) -> Device:
    """A display of that office, which the browser of the test is."""
    return make_device(office.pk, client=client, now=TEN)


def calls(client: Client, now: Now, **headers: str) -> Any:
    """Ask as the script does, a while later than before."""
    now.later(seconds=11)
    return client.get("/display/TST/calls/", headers=headers)


def call(office: Office, desk: str, now: Now) -> Ticket:
    ticket = actions.call_next(office, desk=desk, officer=make_counter_officer(), now=now.at)
    assert ticket
    return ticket


@pytest.mark.usefixtures("screen")
def test_it_tells_who_is_called_where_newest_first(
    client: Client, office: Office, now: Now
) -> None:
    assert json.loads(calls(client, now).content) == {
        "called": [],
        "before": [],
        "waiting": 0,
        "estimate_minutes": 0,
        "closed_until": None,
        "closes_at": None,
        "notices": "",
        "opens_again_at": None,
    }
    for _ in range(3):
        make_walk_in(office, now=TEN)
    now.later(minutes=30)
    first = call(office, "1", now)
    now.later(seconds=5)
    call(office, "2", now)
    board = calls(client, now).json()
    assert [(entry["number"], entry["desk"]) for entry in board["called"]] == [
        (102, "2"),
        (101, "1"),
    ]
    assert board["waiting"] == 1

    actions.recall(first.pk, office=office, actor=DESK_OF, now=now.at)
    again = calls(client, now).json()
    assert [entry["number"] for entry in again["called"]] == [101, 102]
    assert again["called"][0]["key"] != board["called"][1]["key"]  # so it flashes once more

    actions.start(first.pk, office=office, officer=make_counter_officer(), now=now.at)
    board = calls(client, now).json()
    assert [entry["number"] for entry in board["called"]] == [102]
    assert [entry["number"] for entry in board["before"]] == [101]


@pytest.mark.usefixtures("screen")
def test_a_call_that_was_taken_back_is_gone(client: Client, office: Office, now: Now) -> None:
    make_walk_in(office, now=TEN)
    now.later(minutes=30)
    ticket = call(office, "1", now)
    undoing.undo(ticket.pk, office=office, actor=DESK_OF, now=now.at)
    board = calls(client, now).json()
    assert (board["called"], board["before"], board["waiting"]) == ([], [], 1)


@pytest.mark.usefixtures("screen")
def test_who_waits_again_goes_to_no_desk_of_before(
    client: Client, office: Office, now: Now
) -> None:
    def numbers(part: str) -> list[tuple[int, str]]:
        entries = calls(client, now).json()[part]
        return [(entry["number"], entry["desk"]) for entry in entries]

    make_walk_in(office, now=TEN)
    now.later(minutes=30)
    ticket, officer = call(office, "1", now), make_counter_officer()
    actions.start(ticket.pk, office=office, officer=officer, now=now.at)
    assert numbers("before") == [(101, "1")]
    actions.transfer(ticket.pk, office=office, desk="3", actor=DESK_OF, now=now.at)
    assert numbers("before") == []
    call(office, "3", now)
    assert (numbers("called"), numbers("before")) == ([(101, "3")], [])
    actions.park(ticket.pk, office=office, actor=DESK_OF, now=now.at)
    assert (numbers("called"), numbers("before")) == ([], [])
    actions.call(ticket.pk, office=office, desk="2", officer=officer, reason="", now=now.at)
    actions.start(ticket.pk, office=office, officer=officer, now=now.at)
    assert numbers("before") == [(101, "2")]
    make_walk_in(office, now=now.at - timedelta(hours=1))
    other = call(office, "4", now)
    actions.park(other.pk, office=office, actor=DESK_OF, now=now.at)
    actions.leave(other.pk, office=office, actor=DESK_OF, now=now.at)  # while passed over
    assert numbers("before") == [(101, "2")]


@pytest.mark.usefixtures("screen")
def test_there_is_no_name_in_it(client: Client, office: Office, now: Now) -> None:
    appointment = make_expected(office=office)
    make_checked_in(appointment)
    call(office, "3", now)
    texts = [calls(client, now).content.decode(), client.get("/display/TST/").content.decode()]
    for text in texts:
        assert "101" in text
        assert appointment.name not in text
        assert str(appointment.confirmation_number) not in text


@pytest.mark.usefixtures("screen")
def test_what_has_not_changed_is_not_sent_again(client: Client, office: Office, now: Now) -> None:
    answer = calls(client, now)
    assert answer["Cache-Control"] == "private, no-cache"
    mark = answer["ETag"]
    again = calls(client, now, if_none_match=mark)
    assert (again.status_code, again.content) == (304, b"")
    make_walk_in(office, now=now.at)
    assert calls(client, now, if_none_match=mark).status_code == 200


def test_many_screens_of_an_office_share_one_look(
    office: Office, now: Now, django_assert_num_queries: Any
) -> None:
    screens = [Client() for _ in range(5)]
    for screen in screens:
        make_device(office.pk, client=screen, now=TEN)
        screen.get("/display/TST/calls/")
    with django_assert_num_queries(0):
        for screen in screens:
            assert screen.get("/display/TST/calls/").status_code == 200
    now.later(seconds=2)
    with django_assert_num_queries(3):  # the office, who is called, who was called before
        for screen in screens:
            screen.get("/display/TST/calls/")


def test_only_a_display_of_this_office_is_told(client: Client, office: Office, now: Now) -> None:
    assert calls(client, now).status_code == 404
    make_device("ELS", client=client, now=TEN)
    assert calls(client, now).status_code == 404
    make_device(office.pk, client=client, now=TEN, kind=Kind.KIOSK)
    assert calls(client, now).status_code == 404
    device = make_device(office.pk, client=client, now=TEN)
    assert calls(client, now).status_code == 200
    device.revoked_at = now.at
    device.save()
    assert calls(client, now).status_code == 404
    assert "data-pairing" in client.get("/display/TST/").content.decode()


@pytest.mark.usefixtures("screen")
def test_its_languages_take_turns_without_script(client: Client, now: Now) -> None:
    turns = set[str]()
    for _ in range(3):
        now.later(seconds=10)
        page = client.get("/display/TST/?languages=en,ar,xx,zh-CN").content.decode()
        assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
        turns |= set(re.findall(r'data-language="([\w-]+)">', page))
        assert page.count('data-language="ar"') == page.count('data-language="zh-Hans"')

    assert turns == {"en", "ar", "zh-Hans"}
    page = client.get("/display/TST/").content.decode()
    assert set(re.findall(r'data-language="([\w-]+)"', page)) == {"en", "es"}


@pytest.mark.usefixtures("screen")
def test_a_stream_begins_with_the_calls_and_is_of_a_display_of_this_office_alone(
    client: Client, office: Office, now: Now
) -> None:
    make_walk_in(office, now=TEN)
    call(office, "1", now)
    answer = client.get("/display/TST/stream/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Type"] == "text/event-stream"
    assert (answer["Guichet-Follows"], answer["Cache-Control"]) == ("TST", "no-store, private")
    first = answer.content.decode()
    assert first.startswith("retry: 1500\ndata: {") and first.endswith("}\n\n")
    assert json.loads(first.partition("data: ")[2])["called"][0]["number"] == 101

    make_desk_office("ELS")
    assert client.get("/display/ELS/stream/").status_code == 404
    assert Client().get("/display/TST/stream/").status_code == 404
    Device.objects.update(revoked_at=now.at)
    assert client.get("/display/TST/stream/").status_code == 404


@pytest.mark.usefixtures("screen")
def test_who_waits_reads_that_the_office_has_closed_and_till_when(
    client: Client, office: Office, now: Now
) -> None:
    assert re.search(r"data-closed hidden", client.get("/display/TST/").content.decode())
    closing = {"reason": "technical", "by": DESK_OF}
    hours = opening.close(
        office, starts_at=now.at, ends_at=now.at + timedelta(hours=3), now=now.at, **closing
    )
    assert calls(client, now).json()["closed_until"] == "2026-12-01T13:00:00-05:00"
    page = " ".join(re.sub("<[^>]+>", "", client.get("/display/TST/").content.decode()).split())
    assert "The office is closed until 1:00" in page
    assert "La oficina está cerrada hasta: 1:00" in page
    # The longest counts; whole days end with the day, and a change of hours closes nothing.
    midnight = now.at.astimezone(NEW_YORK).replace(hour=0, minute=0, second=0, microsecond=0)
    day = opening.close(
        office, starts_at=midnight, ends_at=midnight + timedelta(days=1), now=now.at, **closing
    )
    assert calls(client, now).json()["closed_until"] == "2026-12-02T00:00:00-05:00"
    for closure in (day, hours):
        opening.take_back(closure, by=DESK_OF, now=now.at)
    Closure.objects.create(
        office=office,
        starts_on=Closure.NO_DAY,
        ends_on=Closure.NO_DAY,
        starts_at=now.at,
        ends_at=now.at + timedelta(hours=1),
    )
    assert calls(client, now).json()["closed_until"] is None


@pytest.mark.usefixtures("screen")
def test_who_waits_reads_when_a_closure_begins(client: Client, office: Office, now: Now) -> None:
    starts_at = now.at + timedelta(hours=1)
    for first in (starts_at, starts_at + timedelta(minutes=20)):  # one follows the other at once
        ends_at = first + timedelta(minutes=20)
        opening.close(
            office, starts_at=first, ends_at=ends_at, reason="weather", by=DESK_OF, now=now.at
        )
    board = calls(client, now).json()
    assert board["closes_at"] == "2026-12-01T11:00:00-05:00"
    assert board["opens_again_at"] == "2026-12-01T11:40:00-05:00"
    page = client.get("/display/TST/").content.decode()
    assert "data-closes hidden" not in page and "data-closed hidden" in page
    words = " ".join(re.sub("<[^>]+>", "", page).split())
    assert "It opens again at 11:40" in words and "data-again hidden" not in page
    now.at = starts_at
    assert calls(client, now).json()["closed_until"] == "2026-12-01T11:40:00-05:00"
