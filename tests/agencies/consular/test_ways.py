"""How places, regions and languages are called where no state of another country is meant."""

from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from guichet.booking.models import Slot
from guichet.booking.notice.gather import notice_of
from guichet.booking.notice.texting.closures import closure_text
from guichet.booking.testing import make_booked
from guichet.booking.tests.journey import marks_on
from guichet.kernel import clock
from guichet.kernel.management.commands.run import Command
from guichet.offices import actions
from guichet.offices.models import Jurisdiction, Office
from guichet.offices.reference.content import Reference
from guichet.post.texting import as_sent, segments
from guichet.web.addresses.paths import address
from tests.agencies.consular.test_journey import PERSON

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


def test_nothing_speaks_of_what_there_is_not(client: Client) -> None:
    text = main_of(client, "/fr/accessibility/")
    assert "Les avis en PDF" in text and "lettres" not in text and "remettez" not in text
    description = client.get("/api/v1/openapi.json").content.decode()
    assert "postal code of the home country" not in description and "+1 212" not in description


def test_the_start_says_where_mail_falls_and_nothing_of_papers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Command().warn()
    text = capsys.readouterr().err
    assert "Mail and text messages are not sent" in text and "Papers" not in text


def test_the_dark_has_the_color_of_the_brand() -> None:
    red, green, blue = (
        int(settings.AGENCY.colors.dark_surface[start : start + 2], 16) for start in (1, 3, 5)
    )
    assert red > green and red > blue


def test_a_notice_is_read_in_one_language(client: Client) -> None:
    call_command("release_slots")
    slot = Slot.objects.filter(service_id="passport", starts_at__gt=clock.now())[10]
    client.get("/pt/")
    client.post(f"/pt/appointments/slots/{slot.pk}/hold/")
    details = client.get("/pt/appointments/details/")
    client.post("/pt/appointments/details/", {**PERSON, **marks_on(details)})
    review = client.get("/pt/appointments/review/")
    page = client.post("/pt/appointments/book/", marks_on(review), follow=True)
    text = page.content.decode()
    assert "Pedir um passaporte" in text and "pt-BR" not in text
    french = client.get("/fr/appointments/notice/").content.decode()
    assert "Aide par téléphone\u202f: " in french
