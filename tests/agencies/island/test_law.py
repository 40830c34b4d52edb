"""Its own table and lists decide who needs an authorization, in its own words, and lead to one."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
NEEDS_ONE = {
    "en": "With your passport you need no visa for Tamarind Island, but an authorization.",
    "ja": "お持ちの旅券ではタマリンド島へのビザは不要ですが、渡航認証が必要です。",
}


def see(client: Client, language: str, *pairs: tuple[str, str]) -> str:
    """Return the main part of the page that stands at these answers."""
    page = client.get(f"/{language}/eta/need/?{urlencode(pairs)}", follow=True)
    text = " ".join(unescape(page.content.decode()).split())
    return text.partition("<main")[2].partition("</main>")[0]


def with_passport(code: str) -> tuple[tuple[str, str], ...]:
    return (
        ("status_ca", "none"),
        ("nationalities", code),
        ("mode", "air"),
        ("document", f"{code}.ordinary"),
        ("rare", "none"),
    )


@pytest.mark.parametrize("language", NEEDS_ONE)
@pytest.mark.parametrize("code", ["BRA", "JPN"])
def test_its_list_says_who_needs_one_and_leads_there(
    client: Client, language: str, code: str
) -> None:
    text = see(client, language, *with_passport(code))
    assert NEEDS_ONE[language] in text
    apply = re.search(rf'href="(/{language}/eta/apply/[^"]*)"', text)
    assert apply
    assert client.get(apply[1], follow=True).status_code == 200


def test_a_country_that_is_not_on_its_list_needs_a_visa(client: Client) -> None:
    assert "you need a visa for Tamarind Island" in see(client, "en", *with_passport("FRA"))


def test_its_own_citizens_need_none(client: Client) -> None:
    text = see(client, "en", ("status_ca", "none"), ("nationalities", "NZL"))
    assert "Citizens of Tamarind Island need no authorization" in text
    assert "island passport" in see(client, "en", ("status_ca", "citizen"))


def test_it_asks_for_the_nationality_first_and_offers_the_passports_of_it(client: Client) -> None:
    start: tuple[tuple[str, str], ...] = (("status", "none"),)
    page = see(client, "en", *start)
    assert '<select id="nationalities"' in page
    page = see(client, "en", *start, ("step", "nationalities"), ("nationalities", "JPN"))
    assert 'value="JPN.ordinary"' in page
    page = see(client, "en", *start, ("nationalities", "JPN"), ("document", "JPN.ordinary"))
    assert NEEDS_ONE["en"] in page


def test_it_asks_for_its_own_citizenship_alone(client: Client) -> None:
    text = see(client, "en")
    assert "Citizenship of Tamarind Island" in text
    assert "green card" not in text
    assert "Canadian" not in text


def test_it_offers_no_way_to_arrive_that_its_law_does_not_know(client: Client) -> None:
    text = see(client, "en", ("status_ca", "none"), ("change", "mode"))
    assert "On another ship or boat" in text
    assert "a territory close by" not in text
    kept_answers = (
        *with_passport("BRA"),
        ("mode", "vessel_from_spm"),
    )  # an address that somebody kept
    assert NEEDS_ONE["en"] in see(client, "en", *kept_answers)


def test_it_asks_for_nothing_rare_where_its_questions_have_nothing(client: Client) -> None:
    text = see(client, "en", *(pair for pair in with_passport("BRA") if pair[0] != "rare"))
    assert NEEDS_ONE["en"] in text
    assert "Does any of these apply to you?" not in text
