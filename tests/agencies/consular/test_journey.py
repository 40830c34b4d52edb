"""From a country to a booked appointment, at an office and for a service of its own."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from guichet.booking.models import Slot
from guichet.booking.tests.journey import marks_on
from guichet.offices import actions
from guichet.offices.reference.content import Reference

pytestmark = pytest.mark.django_db
PERSON = {
    "name": "Amália Rodrigues",
    "date_of_birth_day": "1",
    "date_of_birth_month": "7",
    "date_of_birth_year": "1985",
    "phone": "+33 6 12 34 56 78",
}
OF_OTHERS = re.compile(
    r"USCIS|United States|États-Unis|Estados Unidos|الولايات المتحدة|ZIP|Green Card"
)


@pytest.fixture(autouse=True)
def _offices() -> None:
    reference = Reference(settings.CONTENT_DIR)
    actions.import_reference(reference, reference.places())
    call_command("release_slots")


def text_of(page: Any) -> str:
    """Return what a page says, which is nothing of another country's office."""
    text = " ".join(unescape(page.content.decode()).split())
    main = text.partition("<main")[2].partition("</main>")[0] or text
    choices = re.compile(r"<option.*?</option>")  # every country of the world
    assert OF_OTHERS.findall(choices.sub("", main)) == []
    return main


@pytest.mark.parametrize(
    ("language", "country", "office", "service", "paper"),
    [
        ("fr", "BE", "Consulat à Paris", "Demander un passeport", "Votre ancien passeport"),
        ("pt", "PT", "Consulado em Lisboa", "Pedir um passaporte", "Seu passaporte antigo"),
        ("ar", "FR", "القنصلية في باريس", "طلب جواز سفر", "جواز سفرك القديم"),
    ],
)
def test_somebody_books_an_appointment(
    client: Client, language: str, country: str, office: str, service: str, paper: str
) -> None:
    base = f"/{language}/appointments/"
    start = text_of(client.get(base))
    assert 'name="postal_code"' not in start
    page = client.post(base, {"where": "outside", "country": country}, follow=True)
    address = page.redirect_chain[-1][0].partition("?")[0]
    text = text_of(page)
    assert office in text
    assert service in text
    assert paper in text_of(client.get(f"{address}passport/documents/"))
    times = text_of(client.get(f"{address}passport/"))
    holds = re.findall(rf'action="({base}slots/\d+/hold/)', times)
    slot = Slot.objects.filter(service_id="passport", office_id=address.split("/")[-2]).first()
    assert slot
    client.post(holds[0] if holds else f"{base}slots/{slot.pk}/hold/")
    details = client.get(f"{base}details/")
    client.post(f"{base}details/", {**marks_on(details), **PERSON})
    review = client.get(f"{base}review/")
    assert office in text_of(review)
    notice = client.post(f"{base}book/", marks_on(review), follow=True)
    text = text_of(notice)
    assert office in text
    assert service in text
    assert paper in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Maroc : aucun de nos bureaux ne reçoit"),
        ("pt", "Marrocos: nenhum dos nossos escritórios"),
        ("ar", "المغرب: لا يوجد مكتب لنا"),
    ],
)
def test_a_country_that_no_office_serves_is_told_and_another_can_be_chosen(
    client: Client, language: str, words: str
) -> None:
    start = f"/{language}/appointments/"
    page = client.post(start, {"where": "outside", "country": "MA"}, follow=True)
    text = text_of(page)
    assert page.status_code == 200 and words in text
    assert 'href="tel:+33123456789"' in text and 'href="mailto:aide@valmer.example"' in text
    assert '<option value="MA" selected>' in text and 'name="subdivision"' not in text
    answer = client.get("/api/v1/offices?country=MA")
    assert (answer.status_code, answer.json()) == (200, {"offices": [], "ask": None})
    assert client.get("/api/v1/offices?country=ZZ").status_code == 422
    other = client.post(start, {"where": "outside", "country": "BE"}, follow=True)
    assert "offices/PAR/" in other.redirect_chain[-1][0]


def test_its_own_holidays_close_the_office(client: Client) -> None:
    text = text_of(client.get("/fr/appointments/offices/LIS/"))
    assert "federal" not in text.lower()
