"""When an office is open: this week, on days that differ, in weeks to come, and closed today."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from guichet.booking.finding import office_page, open_days
from guichet.booking.testing import NOW
from guichet.booking.tests.pages import OFFICE, make_serving_office, text_of
from guichet.kernel import clock
from guichet.offices.days.hours import ServiceHours, rows_of
from guichet.offices.models import Closure, HoursTemplate, Office, Service
from guichet.offices.rules import Stretch
from guichet.staff.tests.counting import own_statements

TODAY = NOW.date()
MORNING, LONG = Stretch(time(8), time(12), 2), Stretch(time(8), time(18), 1)


def week(*weekdays: int, part: Stretch = MORNING) -> dict[int, list[Stretch]]:
    return {number: [part] for number in weekdays}


def test_a_week_to_come_is_shown_where_it_differs_for_who_comes_to_the_door() -> None:
    monday = date(2026, 12, 7)
    passports = ServiceHours("a", 15, [(date.min, week(1, 2)), (monday, week(1, 2, part=LONG))])
    cards = ServiceHours("b", 15, [(date.min, week(1, 2, part=LONG))])
    first, last = date(2026, 12, 1), date(2027, 1, 15)
    assert not [*open_days.to_come({"a": passports, "b": cards}, first=first, last=last)]
    change = [*open_days.to_come({"a": passports}, first=first, last=last)]
    assert [(new.first, new.week[0].stretches) for new in change] == [
        (monday, [(time(8), time(18))])
    ]
    assert not [*open_days.to_come({"a": passports}, first=monday, last=last)], "it has begun"
    assert open_days.week_at({"a": passports}, monday)[0].stretches == [(time(8), time(18))]


def test_a_day_apart_is_shown_where_it_differs_from_its_weekday() -> None:
    tuesday = date(2026, 12, 8)
    hours = ServiceHours("a", 15, [(date.min, week(1, 2))])
    span = {"first": date(2026, 12, 1), "last": date(2027, 1, 15)}
    same = hours.with_day(tuesday, [MORNING])
    assert open_days.apart({"a": same}, **span) == []
    longer = hours.with_day(tuesday, [LONG]).with_day(tuesday + timedelta(1), [MORNING])
    days = open_days.apart({"a": longer.with_day(date(2027, 3, 2), [LONG])}, **span)
    assert [(day.day.day, len(day.stretches)) for day in days] == [(8, 1), (9, 1)]
    (closed,) = open_days.apart({"a": hours.with_day(tuesday, [])}, **span)
    assert closed.stretches == []


@pytest.fixture
def office(db: None, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office that is open on weekdays from eight to twelve and from one to three."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return make_serving_office()


def plan(office: Office, day: date, part: Stretch, *, is_exception: bool) -> None:
    weekdays = [day.isoweekday()] if is_exception else [1, 2]
    HoursTemplate.objects.create(
        office=office,
        service=Service.objects.get(),
        valid_from=day,
        is_exception=is_exception,
        stretches=rows_of(week(*weekdays, part=part)),
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Opening hours from", "Other hours on single days", "Closed today")),
        (
            "fr",
            ("Heures d’ouverture à partir du", "Autres heures certains jours", "Fermé aujourd’hui"),
        ),
        ("ar", ("ساعات العمل ابتداء من", "ساعات أخرى في أيام معينة", "مغلق اليوم")),
    ],
)
def test_its_page_tells_what_differs_in_the_clients_language(
    client: Client, office: Office, language: str, words: tuple[str, ...]
) -> None:
    paths = [f"/{language}/offices/{office.pk}/", OFFICE.replace("/en/", f"/{language}/")]
    before = [len(own_statements(client, path)) for path in paths]
    for path in paths:
        assert not any(text in text_of(client.get(path)) for text in words)
    for number in range(1, 4):
        day = TODAY + timedelta(days=7 * number)
        plan(office, day, LONG if number % 2 else MORNING, is_exception=False)
        plan(office, day + timedelta(days=1), LONG, is_exception=True)
    Closure.objects.create(
        office=office, starts_on=TODAY, ends_on=TODAY, reasons={"en": "A burst pipe"}
    )
    for path, statements in zip(paths, before, strict=True):
        page = text_of(client.get(path))
        assert [text for text in words if text not in page] == []
        assert "A burst pipe" in page
        assert len(own_statements(client, path)) == statements


def test_a_day_that_is_closed_has_no_hours_of_its_own(office: Office) -> None:
    day = TODAY + timedelta(days=8)
    plan(office, day, LONG, is_exception=True)
    facts = office_page.page_of(office, language="en", now=NOW)
    assert [other.day for other in facts.apart] == [day]
    Closure.objects.create(office=office, starts_on=day, ends_on=day)
    facts = office_page.page_of(office, language="en", now=NOW)
    assert (facts.apart, facts.closed_today) == ([], [])


def hour(at: str) -> datetime:
    """Return a moment of a day."""
    return datetime.fromisoformat(f"2026-12-01 {at}").replace(tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("at", "closed", "opens_at"),
    [
        ("08:00", [], "09:00"),
        ("12:30", [], "13:00"),
        ("15:00", [], None),
        ("10:00", [("09:30", "11:00")], "11:00"),
        ("10:00", [("09:30", "11:00"), ("10:30", "11:30")], "11:30"),
        ("10:00", [("09:30", "12:30")], "13:00"),
        ("08:00", [("08:30", "11:00")], "11:00"),
        ("10:00", [("09:30", "15:00")], None),
    ],
)
def test_it_opens_when_its_hours_and_its_closures_let_it(
    at: str, closed: list[tuple[str, str]], opens_at: str | None
) -> None:
    day = [(time(9), time(12)), (time(13), time(15))]
    spans = [(hour(first), hour(last)) for first, last in closed]
    expected = hour(opens_at) if opens_at else None
    assert open_days.next_opening(day, spans, at=hour(at)) == expected
