"""What programs are told of a queue: counts, and where a ticket stands."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from guichet.booking.tests.journey import Now
from guichet.counter import tokens
from guichet.counter.models import OfficeQueue
from guichet.counter.queue import actions
from guichet.counter.testing import (
    TEN,
    forget_boards,
    make_counter_officer,
    make_desk_office,
    make_walk_in,
)
from guichet.kernel import clock
from guichet.offices.models import Closure, Office

pytestmark = pytest.mark.django_db
NOBODY = {"open": True, "walk_ins": "taken", "waiting": 0, "estimate_minutes": 0}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    """Ten in the morning at the office."""
    moment = Now()
    moment.at = TEN
    monkeypatch.setattr(clock, "now", moment)
    forget_boards()
    return moment


def waiting(client: Client, office: Office) -> dict[str, object]:
    """Return what is told of the queue of an office."""
    response = client.get(f"/api/v1/offices/{office.pk}/waiting")
    assert response["Cache-Control"] == "public, max-age=15"
    shape: dict[str, object] = response.json()
    assert datetime.fromisoformat(str(shape.pop("as_of"))).utcoffset() == timedelta(0)
    return shape


@pytest.mark.usefixtures("now")
def test_it_tells_how_long_people_wait(client: Client) -> None:
    office = make_desk_office()
    assert waiting(client, office) == NOBODY
    for _ in range(3):
        make_walk_in(office)
    assert waiting(client, office) == {**NOBODY, "waiting": 3, "estimate_minutes": 60}


@pytest.mark.usefixtures("now")
def test_it_says_that_who_comes_now_is_not_served_before_closing(client: Client) -> None:
    office = make_desk_office()
    for _ in range(6):
        make_walk_in(office)
    shape = waiting(client, office)
    assert (shape["walk_ins"], shape["estimate_minutes"]) == ("full", 120)


@pytest.mark.parametrize("why", ["night", "closure", "appointments_only"])
def test_it_says_that_nobody_is_taken(client: Client, now: Now, why: str) -> None:
    office = make_desk_office()
    if why == "night":
        now.later(hours=3)
    elif why == "closure":
        Closure.objects.create(office=office, starts_on=TEN.date(), ends_on=TEN.date())
    else:
        OfficeQueue.objects.create(office=office, takes_walk_ins=False)
    shape = waiting(client, office)
    assert shape["walk_ins"] == "not_taken"
    assert shape["open"] is (why == "appointments_only")


def test_a_ticket_is_followed_by_its_token_until_its_day_is_over(client: Client, now: Now) -> None:
    office = make_desk_office()
    make_walk_in(office)
    ticket = make_walk_in(office)
    address = f"/api/v1/tickets/{tokens.token_of(ticket.pk)}"
    assert client.get(address).json() == {
        "number": 102,
        "state": "waiting",
        "ahead": 1,
        "estimate_minutes": 20,
        "desk": None,
    }
    officer = make_counter_officer()
    for desk in ("1", "2B"):
        actions.call_next(office, desk=desk, officer=officer, now=TEN)
    shape = client.get(address).json()
    assert (shape["state"], shape["desk"], shape["ahead"]) == ("called", "2B", 0)

    now.later(hours=24)
    for wrong in (address, address[:-1], "/api/v1/tickets/1-0"):
        response = client.get(wrong)
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_a_room_of_phones_works_the_line_out_once_for_all(
    client: Client, now: Now, django_assert_num_queries: Callable[[int], Any]
) -> None:
    office = make_desk_office()
    first, *others = [make_walk_in(office) for _ in range(5)]
    addresses = [f"/api/v1/tickets/{tokens.token_of(ticket.pk)}" for ticket in others]
    assert client.get(addresses[0]).json()["ahead"] == 1
    with django_assert_num_queries(len(addresses)):  # each reads its own ticket and no more
        places = [client.get(address).json() for address in addresses]
    assert [place["ahead"] for place in places] == [1, 2, 3, 4]

    officer = make_counter_officer()
    for desk in ("1", "2"):
        actions.call_next(office, desk=desk, officer=officer, now=TEN)
    assert client.get(addresses[0]).json()["state"] == "called", "who is called knows at once"
    newcomer = tokens.token_of(make_walk_in(office).pk)
    assert client.get(f"/api/v1/tickets/{newcomer}").json()["ahead"] == 3
    now.later(seconds=3)
    assert client.get(addresses[1]).json()["ahead"] == 0
    assert first.pk < others[0].pk


def test_an_office_that_is_none_is_not_found(client: Client) -> None:
    assert client.get("/api/v1/offices/XXX/waiting").status_code == 404
