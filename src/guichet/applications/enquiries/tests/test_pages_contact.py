"""Help with an authorization: its own page, numbers to press, and a link or an office for all."""

import csv
import re

import pytest
from django.conf import settings
from django.test import Client

from guichet.applications.status.next_steps import LEADS, OPTIONS
from guichet.applications.tests.paper import text_of
from guichet.eligibility.official_pages import OFFICES, PAGES, official_page
from guichet.eligibility.programme import ETA
from guichet.eligibility.tests.test_pages import FRENCH, NOTHING_RARE, see
from guichet.kernel.content import layers
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
PAGES_OF_OURS = ("", "need/", "status/", "results/", "trouble/", "help/", "contact/", "apply/")


def rows() -> dict[str, dict[str, str]]:
    path = layers.at(settings.CONTENT_DIR / "routine" / "links.csv")
    with path.open(encoding="utf-8") as file:
        return {row["label_key"]: row for row in csv.DictReader(file)}


def foot(page: object) -> str:
    return text_of(page).partition('<footer class="foot">')[2]


@pytest.mark.parametrize("path", PAGES_OF_OURS)
def test_it_leads_from_every_page_to_its_own_help(client: Client, path: str) -> None:
    page = client.get(f"/en/eta/{path}")
    row = foot(page)
    assert 'href="/en/eta/contact/"' in row
    assert 'href="/en/help/without-an-appointment/"' not in row  # that is of the American service
    assert "Help with the eTA" in text_of(client.get("/en/eta/contact/"))


def test_it_keeps_the_help_of_appointments_on_their_pages(client: Client) -> None:
    assert 'href="/en/help/without-an-appointment/"' in foot(client.get("/en/"))


@pytest.mark.parametrize("language", ETA)
def test_it_names_numbers_that_can_be_called_and_from_where(client: Client, language: str) -> None:
    page = text_of(client.get(f"/{language}/eta/contact/"))
    assert f'<html lang="{language}"' in page
    contacts = rows()
    keys = ("eta_client_support_phone", "eta_general_phone", "eta_general_tty")
    for key in (*keys, "eta_report_fraud"):
        number = contacts[key]["phone_e164"]
        link = f'<a class="number" href="tel:{number}"><bdi dir="ltr">'
        assert page.count(link) == 1
    assert official_page("eta_web_form", language).url in page
    assert official_page("eta_report_fraud", language).url in page
    assert texts("ways").get("facts.elsewhere", language).text in page
    assert "uscis" not in page


def test_it_makes_no_number_and_no_address_up(client: Client) -> None:
    contacts = rows()
    numbers = {row["phone_e164"] for row in contacts.values() if row["phone_e164"]}
    urls = {row[name] for row in contacts.values() for name in ("url", "url_alternate_language")}
    for path in ("contact/", "results/", "need/?status_ca=citizen"):
        page = text_of(client.get(f"/fr/eta/{path}"))
        assert set(re.findall(r'href="tel:([^"]*)"', page)) <= numbers
        outside = set(re.findall(r'href="(https://[^"]*)"', page)) - {"https://www.canada.ca/ave"}
        ours = {link for link in outside if "canada.ca/ave" in link or "127.0.0.1" in link}
        assert {link for link in outside - ours if "localhost" not in link} <= urls


def test_it_has_a_way_for_every_option_after_a_result(client: Client) -> None:
    ways = {*LEADS, *PAGES, *OFFICES}
    # What needs no way: nothing is to be done, or the letter is at hand.
    assert {option for options in OPTIONS.values() for option in options} - ways == {
        "travel",
        "read_letter",
    }
    page = text_of(client.get("/en/eta/results/"))
    assert official_page("eta_do_i_need", "en").url in page
    assert "Federal Court (Canada)" in page
    assert "no checked address" in page


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ((("status_ca", "citizen"),), "Responsible:"),
        ((*FRENCH[:5], ("document", "FRA.refugee"), *NOTHING_RARE), "Official page:"),
    ],
)
def test_it_carries_a_link_with_what_to_do_instead(
    answers: tuple[tuple[str, str], ...], sentence: str
) -> None:
    page = text_of(see(*answers))
    assert f'<p class="out">{sentence}' in page
    assert 'rel="noreferrer"' in page


def test_it_leads_from_the_hint_to_the_other_passport() -> None:
    both = (("nationalities", "IND"), ("nationalities", "FRA"), ("document", "IND.ordinary"))
    answers = (FRENCH[0], *both, *FRENCH[2:5], *NOTHING_RARE)
    page = text_of(see(*answers))
    assert "You have another passport" in page
    hint = page.partition("You have another passport")[2].partition("</div>")[0]
    assert "change=document" in hint
