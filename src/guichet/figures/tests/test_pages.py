"""A manager reads the figures of an office: charts, tables that say the same, and a file."""

import csv
import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.booking.tests.journey import Now
from guichet.counter.testing import make_desk_office
from guichet.figures.managers import tables
from guichet.figures.models import DayFigures
from guichet.figures.testing import make_figures
from guichet.kernel import clock
from guichet.offices.models import Office
from guichet.staff.testing import make_posted, sign_in, sign_in_as
from guichet.staff.tests.counting import own_statements

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
HOME = "/staff/figures/TST/"
MOST = 6  # statements of a page


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = Now()
    moment.at = NOW
    monkeypatch.setattr(clock, "now", moment)


@pytest.fixture
def office() -> Office:
    """An office with the figures of six weeks."""
    office = make_desk_office()
    make_figures(office.pk, ["case_question"], first=date(2026, 10, 19), days=42, now=NOW)
    return office


@pytest.fixture
def manager(client: Client, office: Office) -> User:
    user = make_posted(office.pk, "office_manager", name="mia")
    sign_in_as(client, user)
    return user


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.usefixtures("manager")
def test_the_page_has_a_chart_and_a_table_of_each(client: Client) -> None:
    page = client.get(HOME).content.decode()
    assert "From November 3, 2026 to November 30, 2026" in words_of(page)
    rows = DayFigures.objects.filter(by="all", date__range=(date(2026, 11, 3), date(2026, 11, 30)))
    booked = sum(rows.values_list("booked", flat=True))
    assert re.search(rf'data-figure="booked">{booked}<', page)
    charts, numbers = page.count('class="chart"'), page.count('<table class="numbers')
    assert charts == numbers == 8
    for key in re.findall(r'<svg class="chart".*?aria-labelledby="([^"]+)"', page):
        assert all(page.count(f'id="{name}"') == 1 for name in key.split())
    assert "Kreyòl ayisyen" in page and "9:00" in page


@pytest.mark.usefixtures("manager")
def test_it_is_written_in_french_too(client: Client) -> None:
    page = words_of(client.get(HOME, headers={"Accept-Language": "fr"}).content.decode())
    assert "Du 3 novembre 2026 au 30 novembre 2026" in page
    assert "Pas venus" in page and "Attente, par heure d’arrivée" in page


@pytest.mark.usefixtures("manager")
def test_a_page_takes_as_many_statements_for_a_year_as_for_a_week(client: Client) -> None:
    client.get(HOME)  # what is remembered from the first page on
    week = own_statements(client, HOME + period(date(2026, 11, 9), date(2026, 11, 15)))
    year = own_statements(client, HOME + period(date(2025, 12, 1), date(2026, 11, 30)))
    assert len(week) == len(year) <= MOST, "\n".join(year)


def period(first: date, last: date) -> str:
    return "?" + "&".join(
        f"{name}_{part}={getattr(day, part)}"
        for name, day in (("first", first), ("last", last))
        for part in ("day", "month", "year")
    )


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 9), date(2026, 11, 8), "The period would end before it begins."),
        (date(2025, 11, 9), date(2026, 11, 20), "A period has 366 days at most here."),
    ],
)
def test_a_period_that_cannot_be_is_said_beside_its_end(
    client: Client, first: date, last: date, words: str
) -> None:
    answer = client.get(HOME + period(first, last))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in words_of(page) and 'id="id_last-error"' in page
    assert f'name="first_day" value="{first.day}"' in page  # nothing typed is lost
    assert "From November 3, 2026" in words_of(page)  # the usual period is below
    assert client.get(f"{HOME}period.csv{period(first, last)}").status_code == 404


@pytest.mark.usefixtures("manager")
def test_the_file_of_a_period_adds_up_and_shows_no_row_of_few(client: Client) -> None:
    week = period(date(2026, 11, 23), date(2026, 11, 24))
    answer = client.get(f"{HOME}period.csv{week}")
    assert answer["Content-Disposition"] == ('attachment; filename="TST-2026-11-23-2026-11-24.csv"')
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert list(rows[0]) == [*tables.COLUMNS]
    whole = rows[0]
    languages = [row for row in rows if row["by"] == "language"]
    for name in ("booked", "came", "walk_ins", "found_nothing"):
        assert sum(int(row[name]) for row in languages) == int(whole[name])
    people = [int(row["booked"]) + int(row["walk_ins"]) + int(row["found_nothing"]) for row in rows]
    assert min(people) >= 5
    assert tables.FEW in {row["value"] for row in languages}
    # The manager, who sees these people's names at the desk, has them one by one on the page.
    assert "fewer than five each" not in words_of(client.get(HOME + week).content.decode())


def test_who_sees_no_client_sees_no_row_of_few(client: Client, office: Office) -> None:
    sign_in(client, "administrator")
    page = words_of(
        client.get(HOME + period(date(2026, 11, 23), date(2026, 11, 24))).content.decode()
    )
    assert "Others, fewer than five each" in page


def test_an_auditor_sees_offices_side_by_side_and_a_manager_goes_to_their_own(
    client: Client, office: Office
) -> None:
    other = make_desk_office("ELS")
    make_desk_office("NEW")  # of which no day is counted
    make_figures(other.pk, ["case_question"], first=date(2026, 11, 23), days=2, now=NOW)
    sign_in(client, "auditor")
    page = client.get("/staff/figures/").content.decode()
    assert all(f'href="/staff/figures/{code}/?first_day=' in page for code in ("TST", "ELS", "NEW"))
    assert page.count('class="chart"') == 1
    quarter = period(date(2026, 8, 1), date(2026, 11, 1))
    assert client.get(f"/staff/figures/{quarter}").status_code == 422
    assert len(own_statements(client, "/staff/figures/")) <= MOST

    sign_in_as(client, make_posted(other.pk, "office_manager"))
    assert client.get("/staff/figures/")["Location"] == "/staff/figures/ELS/"
    assert client.get(HOME).status_code == 403


@pytest.mark.usefixtures("manager")
def test_a_period_without_figures_says_so(client: Client) -> None:
    page = client.get(HOME + period(date(2024, 1, 1), date(2024, 1, 7))).content.decode()
    assert "No day of this period is counted yet." in words_of(page)
    assert 'class="chart"' not in page


def test_the_figures_of_all_offices_end_on_the_day_before_that_of_the_authority(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At nine in the evening there it is the next day already where clocks show UTC."""
    moment = Now()
    moment.at = datetime(2026, 12, 2, 2, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", moment)
    sign_in(client, "auditor")
    page = words_of(client.get("/staff/figures/").content.decode())
    assert "to November 30, 2026" in page
