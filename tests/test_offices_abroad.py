"""Whoever is served from another country learns so, in every country of the table."""

import csv
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from guichet.kernel.content import layers
from guichet.offices.models import Office
from guichet.offices.tests.conftest import country, imported, reference
from guichet.web.formats.countries import country_name
from guichet.web.pages.render import sentence

__all__ = ["country", "imported", "reference"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imported")]
SAID = (
    "%(country)s: there is no office in this country. People who are there are served by "
    "%(office)s, %(where)s."
)


def places() -> list[tuple[str, str]]:
    path = layers.at(settings.CONTENT_DIR / "offices" / "countries.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sorted({(row["country_alpha2"], row["subdivision"]) for row in rows})


def page_for(client: Client, code: str, part: str = "", language: str = "en") -> tuple[str, str]:
    """Choose a country and go on; return the address one is led to and what its page says."""
    fields = {"where": "outside", "country": code, **({"subdivision": part} if part else {})}
    answer = client.post(f"/{language}/appointments/", fields, follow=True)
    where = answer.redirect_chain[-1][0] if answer.redirect_chain else ""
    text = re.sub(r"<[^>]+>", "", answer.content.decode().partition("<main")[2])
    return where, unescape(" ".join(text.split()))


@pytest.mark.slow
def test_every_country_that_is_served_from_another_one_is_told(client: Client) -> None:
    count = 0
    for code_of_country, part in places():
        where, page = page_for(client, code_of_country, part)
        code = re.search(r"/offices/(\w+)/", where)
        if code is None:
            continue
        office = Office.objects.get(pk=code[1])
        is_abroad = office.country != code_of_country
        names = {"country": country_name(code_of_country, "en"), "office": office.names["en"]}
        sentence_here = SAID % {**names, "where": country_name(office.country, "en")}
        assert (sentence_here in page) == is_abroad, (code_of_country, page[:600])
        if is_abroad:
            count += 1
            assert "Look at another office" in page
            assert not Office.objects.filter(country=code_of_country, is_open=True).exists()
        else:
            assert "there is no office" not in page
    assert count > 150


@pytest.mark.parametrize("language", ["fr", "ar", "zh-Hans", "ht", "ru"])
def test_it_is_told_in_the_language_of_the_reader(client: Client, language: str) -> None:
    _where, page = page_for(client, "FR", language=language)
    rome = Office.objects.get(pk="ROM")
    names = {"country": country_name("FR", language), "office": rome.names[language]}
    text = sentence(SAID, language, **names, where=country_name("IT", language))
    assert " ".join(text.split()) in page


def test_the_choice_of_another_office_leads_to_it(client: Client) -> None:
    answer = client.get("/en/appointments/offices/ROM/?country=FR").content.decode()
    others = answer.partition('id="others"')[2]
    ways = re.findall(r'<a href="(/en/appointments/offices/[^"]*)"><bdi>([^<]*)', others)
    assert ways[0][1] == "Frankfurt Field Office"
    assert len(ways) == 5
    for way, name in ways:
        page = client.get(way).content.decode()
        assert f"<h1><bdi>{name}</bdi></h1>" in page
        assert "?country=FR" in way
    assert re.search(r'Germany · <span class="number">[\d,]+.km</span>', others)


def test_an_office_without_a_number_that_can_be_called_names_other_ways(client: Client) -> None:
    Office.objects.filter(pk="ROM").update(is_open=False)
    closed = client.get("/en/appointments/offices/ROM/?country=FR").content.decode()
    main = closed.partition("<main")[2].partition("</main>")[0]
    assert "France: none of our telephone numbers can be called from there." in main
    assert "tel:" not in main
    assert 'href="https://www.uscis.gov/contactcenter"' in main
    _where, page = page_for(client, "FR")
    assert "receives nobody at present" in page
    assert "France: none of our telephone numbers" in page
