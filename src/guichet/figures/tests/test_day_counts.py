"""What is counted of a day can be fetched, and stays when its people are forgotten."""

import csv
from datetime import timedelta

import pytest
from django.test import Client

from guichet.counter import counts
from guichet.counter import upkeep as counter
from guichet.counter.models import Ticket
from guichet.counter.queue import actions as queue
from guichet.counter.testing import (
    DESK_OF,
    TEN,
    make_checked_in,
    make_counter_officer,
    make_desk_office,
    make_expected,
    make_walk_in,
)
from guichet.figures import actions, queries
from guichet.figures.models import DayCounts, DayFigures
from guichet.offices.models import Closure, Office
from guichet.opening import actions as opening
from guichet.staff.testing import make_posted, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
DAY = TEN.date()


@pytest.fixture
def office() -> Office:
    """An office on whose day one was served, one left, one was never there."""
    office, officer = make_desk_office(), make_counter_officer()
    ticket = make_checked_in(make_expected(0, office=office))
    queue.call_next(office, desk="1", officer=officer, now=TEN)
    queue.start(ticket.pk, office=office, officer=officer, now=TEN)
    queue.finish(ticket.pk, office=office, outcome="served", officer=officer, now=TEN)
    queue.leave(make_walk_in(office).pk, office=office, actor=DESK_OF, now=TEN)
    make_expected(1, office=office)
    return office


def test_the_file_of_a_day_has_its_counts_under_their_names(client: Client, office: Office) -> None:
    sign_in_as(client, make_posted(office.pk, "office_manager"))
    answer = client.get(f"/staff/figures/{office.pk}/{DAY}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(answer.content.decode().splitlines())
    assert (row["office"], row["date"]) == (office.pk, str(DAY))
    expected = {"booked": "2", "walk_ins": "1", "checked_in": "1", "called": "1"}
    expected |= {"finished": "1", "finished_walk_ins": "0", "left": "1", "no_show": "0"}
    assert expected.items() <= row.items()
    assert row["lost"] == "1"  # who was neither here nor noted as missing


@pytest.mark.parametrize("day", ["2026-13-01", "20261201", "yesterday", "2026-W49-2"])
def test_there_is_no_file_of_what_is_no_day(client: Client, office: Office, day: str) -> None:
    sign_in(client, "auditor")
    assert client.get(f"/staff/figures/{office.pk}/{day}.csv").status_code == 404
    assert client.get(f"/staff/figures/NOWHERE/{DAY}.csv").status_code == 404


def test_a_foreign_office_shows_no_figures(client: Client, office: Office) -> None:
    make_desk_office("ELS")
    sign_in_as(client, make_posted("ELS", "office_manager"))
    assert client.get(f"/staff/figures/{office.pk}/{DAY}.csv").status_code == 403


def test_whom_a_closure_canceled_is_counted_under_it_once_it_is_taken_back(office: Office) -> None:
    who = {"by": "staff:7", "now": TEN - timedelta(minutes=1)}
    noon = TEN + timedelta(hours=2)
    closure = opening.close(
        office, starts_at=TEN, ends_at=noon, reason="weather", plan=Closure.CANCEL, **who
    )
    assert opening.settle(closure, now=who["now"]) == 1
    before = counts.of_day(office.pk, DAY)
    opening.take_back(closure, **who)
    after = counts.of_day(office.pk, DAY)
    assert after == before and (after["moved_or_cancelled_by_closure"], after["lost"]) == (1, 0)
    actions.count_days(now=TEN + timedelta(days=3))  # counts it by its figures too, and compares
    assert DayFigures.objects.get(office=office, by="all").closed == 1


def test_a_day_is_counted_once_when_it_is_over_and_outlives_its_tickets(office: Office) -> None:
    before = counts.of_day(office.pk, DAY)
    assert actions.count_days(now=TEN + timedelta(hours=12)) == 0
    assert actions.count_days(now=TEN + timedelta(days=3)) == 1
    assert actions.count_days(now=TEN + timedelta(days=3)) == 0

    counter.purge(now=TEN + timedelta(days=120))
    assert not Ticket.objects.exists()
    assert queries.counts_of(office.pk, DAY) == before != counts.of_day(office.pk, DAY)
    assert DayCounts.objects.get().counts == before
