"""The time zone of a departure: near ones first, and the only one of a country already chosen."""

import re

import pytest
from django.test import Client

from guichet.applications.form import time_zones
from guichet.applications.form.questions import questions
from guichet.applications.testing import NOW
from guichet.applications.tests.answering import FORM
from guichet.applications.tests.paper import STEPS, begin, stop_clock, text_of


def question(**answers: str) -> object:
    section = next(section for section in FORM.sections if section.key == "travel")
    every_question = questions(section, answers, "en")
    return next(candidate for candidate in every_question if candidate.key == "travel_time_zone")


@pytest.mark.parametrize(
    ("answers", "first", "choice"),
    [
        ({"home_country": "IRL"}, {"Europe/Dublin"}, "Europe/Dublin"),
        ({"home_country": "DEU"}, {"Europe/Berlin", "Europe/Busingen"}, "Europe/Berlin"),
        ({"home_country": "NZL"}, {"Pacific/Auckland", "Pacific/Chatham"}, ""),
        ({"issuer": "RKS", "home_country": "ARE"}, {"Asia/Dubai"}, "Asia/Dubai"),
        (
            {"home_country": "IRL", "travel_time_zone": "Asia/Tokyo"},
            {"Europe/Dublin"},
            "Asia/Tokyo",
        ),
    ],
)
def test_it_puts_the_zones_of_home_first(
    answers: dict[str, str], first: set[str], choice: str
) -> None:
    zone_question = question(**answers)
    assert {zone for zone, _ in zone_question.options} == first  # type: ignore[attr-defined]
    assert zone_question.value == choice  # type: ignore[attr-defined]
    everywhere = {zone for zone, _ in (*zone_question.options, *zone_question.others)}  # type: ignore[attr-defined]
    assert everywhere == {zone for zone, _ in time_zones.time_zones("en")}


def test_it_lists_all_where_nobody_knows_a_country() -> None:
    zone_question = question()
    assert (zone_question.value, zone_question.others) == ("", ())  # type: ignore[attr-defined]
    assert len(zone_question.options) > 300  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_it_shows_the_zone_of_home_on_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch, NOW)
    begin(client)
    client.post(STEPS + "address/", {"home_country": "ARE", "version": "0"})
    page = text_of(client.get(STEPS + "travel/"))
    if "travel_time_zone" not in page:
        form = {"travel_known": "yes", "version": "1"}
        page = text_of(client.post(STEPS + "travel/", form, follow=True))
    select = re.search(r'<select id="travel_time_zone".*?</select>', page)
    assert select
    assert '<option value="Asia/Dubai" selected>' in select[0]
    assert select[0].index("Asia/Dubai") < select[0].index("<optgroup")
