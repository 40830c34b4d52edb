"""The standards are published with how they were kept, and only what was measured is told."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from guichet.applications.testing import make_asked, make_listed, make_paid
from guichet.booking.tests.journey import Now
from guichet.contact.calls.models import TelephoneCall
from guichet.counter.testing import make_desk_office
from guichet.figures.models import StandardDay
from guichet.figures.standards import measures, queries
from guichet.figures.standards.actions import CAUGHT_UP, count_standards
from guichet.figures.standards.table import standards
from guichet.figures.testing import make_figures
from guichet.interactions import actions as contacts
from guichet.interactions.testing import make_call
from guichet.kernel import clock
from guichet.staff.testing import make_staff
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
PAGE = "/en/service-standards/"
NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
DAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Iterator[Now]:
    moment = Now()
    moment.at = NOW
    monkeypatch.setattr(clock, "now", moment)
    queries.forget()
    yield moment
    queries.forget()


def words_of(client: Client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    text = re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2])
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


def ring(count: int, *, day: date, answered: int) -> None:
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    agent = make_staff("general_agent", name=f"agent-{day}")
    for index in range(count):
        TelephoneCall.objects.create(
            mark=f"{day}-{index}",
            heard_at=at,
            answered_at=at if index < answered else None,
            agent=agent if index < answered else None,
            ended_at=at + timedelta(minutes=5),
        )


def standard(key: str) -> StandardDay:
    return StandardDay.objects.get(standard=key, day=DAY)


def test_it_says_what_is_promised_and_that_nothing_was_measured_yet(client: Client) -> None:
    words = words_of(client)
    assert "We decide on an application within 72 hours, or ask for what is missing." in words
    assert words.count("This is not measured yet.") == len(standards())
    assert 'href="/en/service-standards/"' in client.get("/en/contact/").content.decode()
    assert 'class="modified"' in client.get(PAGE).content.decode()
    assert "لا نقيس هذا بعد." in words_of(client, "/ar/service-standards/")


def test_calls_are_counted_by_month_once_and_told_where_they_are_not_few(client: Client) -> None:
    ring(6, day=DAY, answered=4)
    ring(3, day=date(2026, 11, 20), answered=3)
    measured = sum(1 for row in standards() if row.measure and row.key != "desk")
    assert count_standards(now=NOW) == measured * CAUGHT_UP
    TelephoneCall.objects.all().delete()  # forgotten after thirty days
    assert count_standards(now=NOW) == 0
    assert (standard("call").total, standard("call").kept) == (6, 4)
    words = words_of(client)
    assert "November 2026: 7 of 9" in words and "Counted up to November 30, 2026." in words
    with CaptureQueriesContext(connection) as statements:
        words_of(client)
    assert not [query["sql"] for query in statements if "figures_" in query["sql"]]
    StandardDay.objects.filter(standard="call").update(total=2, kept=1)
    StandardDay.objects.filter(standard="call").exclude(day=DAY).delete()
    queries.forget()
    assert "November 2026: fewer than five, too few to give a number" in words_of(client)


def test_a_promise_is_kept_by_its_day_and_told_anew_is_not(client: Client) -> None:
    began = NOW - timedelta(days=8)
    for kept_at in (began + timedelta(days=1), NOW, None):
        promise = contacts.make_promise(
            make_call(now=began).pk, "answer", due_on=DAY, owner="agents", now=began
        )
        if kept_at:
            contacts.keep(promise.pk, now=kept_at)
    first = contacts.make_promise(
        make_call(now=began).pk, "answer", due_on=DAY, owner="agents", now=began
    )
    contacts.tell(first.pk, due_on=date(2026, 12, 20), now=began)
    count_standards(now=NOW)
    assert (standard("answer").total, standard("answer").kept) == (4, 1)


def test_an_application_counts_on_the_day_on_which_its_hours_are_over() -> None:
    submitted = datetime(2026, 11, 24, 15, tzinfo=UTC)  # 72 hours before the day
    in_time, late = make_paid(0, now=submitted), make_paid(1, now=submitted)
    make_listed(2, now=submitted)  # still waits
    question = make_asked(3, now=submitted)
    every = type(in_time).objects
    every.update(submitted_at=submitted)
    every.filter(pk=in_time.pk).update(decided_at=submitted + timedelta(hours=71))
    every.filter(pk=late.pk).update(decided_at=submitted + timedelta(hours=73))
    row = next(row for row in standards() if row.key == "decision")
    assert measures.decided_in_time(row, DAY) == (4, 2)
    assert measures.decided_in_time(row, DAY - timedelta(days=1)) == (0, 0)
    question.requests.update(asked_at=submitted + timedelta(hours=80))
    assert measures.decided_in_time(row, DAY) == (4, 1)


def test_waiting_at_a_desk_is_counted_when_the_day_of_the_office_is() -> None:
    count_standards(now=NOW)
    assert not StandardDay.objects.filter(standard="desk").exists()
    make_figures(make_desk_office().pk, ["case_question"], first=DAY, days=1, now=NOW)
    count_standards(now=NOW)
    assert 0 < standard("desk").kept <= standard("desk").total


def test_a_programme_that_is_off_takes_its_standards_along(
    client: Client, settings: Settings
) -> None:
    assert "72 hours" in words_of(client)  # and so all addresses are read before
    settings.AGENCY = replace(settings.AGENCY, programmes=("appointments",))
    words = words_of(client)
    assert "72 hours" not in words and "At an office you are called within 30 minutes." in words


def test_more_cannot_be_kept_than_was_due_and_every_measure_is_there() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StandardDay.objects.create(standard="call", day=DAY, total=1, kept=2)
    assert {row.measure for row in standards()} - {""} == set(measures.MEASURES)
    keys = {f"standard.{row.key}" for row in standards()}
    assert keys <= texts("standards").keys()
    assert not texts("standards").missing()
