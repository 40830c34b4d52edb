"""Which office serves a place: every invented person reaches theirs."""

import json
from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries
from guichet.offices.models import Jurisdiction, Office
from guichet.offices.queries import OfficeMatch, find_office
from guichet.offices.reference.content import Reference
from guichet.offices.testing import make_hours, make_jurisdiction, make_office, make_service

PERSONAS = [
    json.loads(line)
    for line in (settings.CONTENT_DIR / "demo" / "personas.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
# The personas name no state or province; these lead to the offices expected of them.
SUBDIVISIONS = {"MX": "MX-CMX", "CN": "CN-GD"}


def codes(result: OfficeMatch) -> list[str]:
    return [office.code for office in result.offices]


def found_for(residence: dict[str, Any]) -> OfficeMatch:
    if residence["type"] == "us":
        return find_office(postal_code=residence["zip"])
    country = residence["country"]
    return find_office(country=country, subdivision=SUBDIVISIONS.get(country))


def test_it_leads_every_persona_to_the_expected_office(imported: Reference) -> None:
    for persona in PERSONAS:
        result = found_for(persona["residence"])
        expected = persona["expected_office_code"]
        assert codes(result) == ([expected] if expected else []), persona["id"]
        assert result.ask == (None if expected else "country"), persona["id"]
        if expected:
            assert result.offices[0].time_zone == persona["expected_time_zone"]


@pytest.mark.parametrize(
    ("place", "offices", "ask"),
    [
        ({"postal_code": "10001-1234"}, ["NYC"], None),
        ({"postal_code": "00802"}, ["CHA"], None),
        ({"postal_code": "09001"}, [], "country"),  # military
        ({"postal_code": "96960"}, [], "country"),  # Marshall Islands
        ({"country": "US"}, [], "postal_code"),
        ({"country": "PR"}, [], "postal_code"),
        ({"country": "GU"}, [], "postal_code"),
        ({"country": "MX"}, [], "subdivision"),
        ({"country": "CN"}, [], "subdivision"),
        ({"country": "MX", "subdivision": "MX-JAL"}, ["MEX"], None),
        ({"country": "MX", "subdivision": "MX-BCN"}, ["CJS"], None),
        ({"country": "CN", "subdivision": "CN-BJ"}, ["BJS"], None),
        ({"country": "CN", "subdivision": "CN-HK"}, ["CAN"], None),
        ({"country": "CA", "subdivision": "CA-QC"}, None, None),  # more than was asked
        ({"country": "fr"}, ["ROM"], None),
        ({"country": "XK"}, ["ROM"], None),
        ({"country": "AQ"}, [], None),  # nobody lives there, no office serves it
    ],
)
def test_it_answers_or_asks_for_what_is_missing(
    imported: Reference, place: dict[str, str], offices: list[str] | None, ask: str | None
) -> None:
    result = find_office(**place)
    assert result.ask == ask
    if offices is not None:
        assert codes(result) == offices


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ({"postal_code": "00000"}, "unknown_postal_code"),
        ({"postal_code": "1234"}, "malformed"),
        ({"country": "ZZ"}, "unknown_country"),
        ({"country": "Mexico"}, "unknown_country"),
        ({"country": "MX", "subdivision": "MX-ZZZ"}, "unknown_subdivision"),
        ({"country": "MX", "subdivision": "CN-BJ"}, "unknown_subdivision"),
        ({"country": "FR", "subdivision": "FR-???"}, "unknown_subdivision"),
        ({}, "exactly_one_place"),
        ({"country": "MX", "postal_code": "10001"}, "exactly_one_place"),
    ],
)
def test_it_says_what_is_wrong_with_a_place(
    imported: Reference, place: dict[str, str], code: str
) -> None:
    with pytest.raises(Obstacle) as obstacle:
        find_office(**place)
    assert obstacle.value.code == code


def test_it_offers_subdivisions_that_all_lead_somewhere(imported: Reference) -> None:
    for country in ("MX", "CN"):
        for part in queries.subdivisions_of(country):
            assert codes(find_office(country=country, subdivision=part)), part


@pytest.mark.parametrize(
    "place",
    [
        {"postal_code": "10001"},
        {"country": "FR"},
        {"country": "MX", "subdivision": "MX-JAL"},
    ],
)
def test_it_needs_one_statement(
    imported: Reference,
    place: dict[str, str],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        codes(find_office(**place))


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"postal_code": "10001"}, {"postal_code": "10001"}),
        ({"postal_code": "09001"}, {"postal_code": "09001"}),
        ({"country": "FR"}, {"country": "FR"}),
        (
            {"country": "MX", "subdivision": "MX-JAL"},
            {"country": "MX", "subdivision": "MX-JAL"},
        ),
    ],
)
def test_it_lets_an_administrator_override_any_place(
    imported: Reference, row: dict[str, str], place: dict[str, str]
) -> None:
    make_jurisdiction(make_office(code="OWN"), **row)
    assert codes(find_office(**place)) == ["OWN"]


def test_it_forgets_an_override_that_is_deleted(imported: Reference) -> None:
    row = make_jurisdiction(make_office(code="OWN"), postal_code="10001")
    row.delete()
    assert codes(find_office(postal_code="10001")) == ["NYC"]


def test_it_tells_a_closed_office_from_none(imported: Reference) -> None:
    Office.objects.filter(code="NYC").update(is_open=False)
    result = find_office(postal_code="10001")
    assert (codes(result), result.ask) == ([], None)
    assert [office.code for office in result.closed] == ["NYC"]


def test_it_names_the_services_an_office_is_open_for(db: None) -> None:
    office, other = make_office(), make_office(code="OTH")
    service, unused = make_service(code="used"), make_service(code="unused")
    make_hours(office, service)
    make_hours(other, unused)
    assert list(queries.services_of(office)) == [service]
    assert [row.weekday for row in queries.opening_hours_of(office)] == [1, 2, 3, 4, 5]


def test_it_gives_every_place_an_office_a_question_or_nothing(imported: Reference) -> None:
    none = Jurisdiction.objects.filter(office=None).exclude(postal_code="")
    assert set(none.values_list("basis", flat=True)) == {"not_domestic"}
    served = Office.objects.filter(jurisdictions__isnull=False).distinct()
    assert served.count() == Office.objects.count() == 114
