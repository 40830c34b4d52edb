"""How places, regions and languages are called where no state of another country is meant."""

from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from guichet.booking.models import Slot
from guichet.booking.notice.gather import notice_of
from guichet.booking.notice.text_messages import closure_text
from guichet.booking.testing import make_booked
from guichet.kernel import clock
from guichet.offices import actions
from guichet.offices.models import Jurisdiction, Office
from guichet.offices.reference.content import Reference
from guichet.post.texting import as_sent, segments
from guichet.web.addresses.paths import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _offices() -> None:
    reference = Reference(settings.CONTENT_DIR)
    actions.import_reference(reference, reference.places())


def main_of(client: Client, path: str) -> str:
    page: Any = client.get(path)
    assert page.status_code == 200
    return unescape(page.content.decode().partition("<main")[2].partition("</main>")[0])


@pytest.mark.parametrize(("office", "line"), [("PAR", "75002 Paris"), ("LIS", "1100-053 Lisboa")])
def test_an_address_stands_as_its_country_writes_it(client: Client, office: str, line: str) -> None:
    assert f"<span>{line}</span>" in main_of(client, f"/pt/appointments/offices/{office}/")


@pytest.mark.parametrize(
    ("language", "word"), [("fr", "Choisissez une région"), ("pt", "região"), ("ar", "منطقة")]
)
def test_a_part_of_a_country_is_a_region(client: Client, language: str, word: str) -> None:
    Jurisdiction.objects.create(
        country="FR", subdivision="FR-PAC", office=Office.objects.get(pk="PAR")
    )
    text = main_of(client, f"/{language}/appointments/?country=FR")
    assert word in text and 'value="FR-PAC"' in text


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fr", "français, portugais, arabe"),
        ("pt", "francês, português, árabe"),
        ("ar", "الفرنسية، البرتغالية، العربية"),
    ],
)
def test_the_contact_says_which_languages_are_spoken(
    client: Client, language: str, names: str
) -> None:
    assert names in main_of(client, address("web:contact", language))


def test_help_promises_no_more_than_there_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "La plupart des démarches" in main_of(client, address("guidance:routine", "fr"))
    monkeypatch.setattr("guichet.guidance.views.several", lambda *_words: [])
    monkeypatch.setattr("guichet.guidance.views.destinations", lambda _language: {})
    text = main_of(client, address("guidance:routine", "fr"))
    assert "La plupart des démarches" not in text
    assert 'href="tel:+33123456789"' in text and 'href="mailto:aide@valmer.example"' in text


@pytest.mark.parametrize(
    ("language", "choose"), [("fr", "un autre horaire"), ("pt", "outra hora"), ("ar", "موعد آخر")]
)
def test_a_text_about_a_closure_says_what_to_do(
    language: str, choose: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("release_slots")
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://valmer.example")
    slot = Slot.objects.filter(service_id="passport", starts_at__gt=clock.now())[10]
    booked = make_booked(slot, now=clock.now())
    text = as_sent(closure_text(notice_of(booked.appointment, "123456", language=language)))
    assert choose in text and text.endswith(f"valmer.example/{language}/m/")
    assert segments(text) == 1
