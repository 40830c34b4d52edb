"""A centre is found by its city or its country, in the reader's language; what is not, is said."""

import pytest
from django.test import Client

from guichet.guidance.centres import table, views
from guichet.web.channels import channels

pytestmark = pytest.mark.django_db


def names_for(words: str, language: str = "en") -> list[str]:
    return [centre.code for centre in table.matching(words, language)]


def test_it_finds_by_city_and_by_country_whatever_the_accents() -> None:
    cases = [
        ("sao paulo", "en", ["SAO"]),
        ("BRÉSIL", "fr", ["SAO"]),
        ("البرازيل", "ar", ["SAO"]),
        ("Brazil", "ja", ["SAO"]),
        ("kr", "en", ["SEL"]),
        ("", "en", [centre.code for centre in table.centres()]),
        ("서울", "ko", ["SEL"]),
        ("巴黎", "zh-Hans", ["PAR"]),
        ("سيول", "ar", ["SEL"]),
        ("Париж", "ru", ["PAR"]),
        ("Atlantis", "en", []),
    ]
    wrong = [case for case in cases if names_for(case[0], case[1]) != case[2]]
    assert wrong == []


def test_the_page_says_all_of_a_centre_and_that_it_is_invented(client: Client) -> None:
    page = client.get("/ar/centres/?q=Nairobi").content.decode()
    assert 'href="tel:+254200000101"' in page
    assert page.count("<h2 id=") == 1
    assert str(views.speaker("ar", "centres")("page.demo")) in page
    assert page.count("<dt>") == 6


def test_what_is_not_found_or_cannot_be_read_is_said(client: Client) -> None:
    for words in ("Atlantis", "<script>", "x" * 10_000, "%00%FF", "a" * 99 + "é"):
        answer = client.get("/fr/centres/", {"q": words})
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "Aucun centre trouvé" in page
        assert "<script>" not in page.partition("<main")[2]


def test_contacts_and_questions_lead_there_where_there_are_any(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("/en/contact/", "/en/need-help/"):
        assert 'href="/en/centres/"' in client.get(path).content.decode()
    monkeypatch.setattr(table, "centres", lambda: ())
    assert client.get("/en/centres/").status_code == 404
    assert 'href="/en/centres/"' not in client.get("/en/need-help/").content.decode()
    assert "centres" in [channel.name for channel in channels("en")]  # handed in at the start
