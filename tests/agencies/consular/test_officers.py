"""What officers read and write is in the agency's first language, which stands in for others."""

import base64
import io
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from pypdf import PdfReader

from guichet.booking.models import Slot
from guichet.kernel import clock
from guichet.offices import actions
from guichet.offices.reference.content import Reference
from guichet.staff.frame.languages import COOKIE
from guichet.staff.testing import sign_in
from tests.agencies.consular.test_journey import PERSON

pytestmark = pytest.mark.django_db
ADD = "/admin/offices/closure/add/"
ENGLISH = re.compile(r"Appointment notice|Full name|What for|\bWhen\b|\w+day, ")
OFFICERS = ("Avis de rendez-vous", "Prénom et nom", "Demander un passeport")


@pytest.fixture(autouse=True)
def _offices() -> None:
    reference = Reference(settings.CONTENT_DIR)
    actions.import_reference(reference, reference.places())
    call_command("release_slots")


def words_of(page: Any) -> str:
    return unescape(page.content.decode())


def booked(client: Client, language: str) -> list[str]:
    """Return what the notice of a booking says, on its page and on paper, as programs get it."""
    slot = Slot.objects.filter(service_id="passport", starts_at__gt=clock.now())[10]
    person = {"name": PERSON["name"], "date_of_birth": "1985-07-01", "phone": "+33612345678"}
    body = {"slot": str(slot.pk), "service": "passport", "language": language, **person}
    appointment = client.post("/api/v1/appointments", body, "application/json").json()
    number, pin = appointment["confirmation_number"], appointment["pin"]
    pair = base64.b64encode(f"{number}:{pin}".encode()).decode()
    headers = {"Authorization": f"Basic {pair}"}
    path = f"/api/v1/appointments/{number}/notice"
    paper = PdfReader(io.BytesIO(client.get(f"{path}.pdf", headers=headers).content))
    sheet = " ".join(page.extract_text() for page in paper.pages)
    return [words_of(client.get(path, headers=headers)), sheet]


@pytest.mark.parametrize("language", ["fr", "pt", "ar"])
def test_the_officers_column_is_in_the_first_language(client: Client, language: str) -> None:
    for notice in booked(client, language):
        text = " ".join(notice.split())
        assert not ENGLISH.search(text)
        for words in OFFICERS:
            assert words in text
        assert text.count(OFFICERS[1]) == 1  # in its own language nothing is said twice
        assert language == "ar" or "طلب" not in text


def test_a_closure_is_explained_in_the_first_language_or_not_at_all(client: Client) -> None:
    sign_in(client, "administrator")
    page = words_of(client.get(ADD, headers={"accept-language": "fr"}))
    boxes = re.findall(r'name="reasons_([\w-]+)"', page)
    assert boxes == ["fr", "pt", "ar"]
    assert "Dans d’autres langues" in page
    day = clock.now().date() + timedelta(days=3)
    form = {"office": "PAR", "starts_on": str(day), "ends_on": str(day), "reasons_pt": "Obras."}
    refusal = words_of(client.post(ADD, form, headers={"accept-language": "fr"}))
    assert "dans la première langue du service, français" in refusal
    assert client.post(ADD, {**form, "reasons_fr": "Travaux."}).status_code == 302
    for language, reason in (("fr", "Travaux."), ("pt", "Obras."), ("ar", "Travaux.")):
        assert reason in words_of(Client().get(f"/{language}/appointments/offices/PAR/"))
    assert 'lang="fr"' in words_of(Client().get("/ar/appointments/offices/PAR/"))


def test_a_name_saved_in_the_administration_stays_what_it_was(client: Client) -> None:
    sign_in(client, "administrator")
    page = words_of(client.get("/admin/offices/office/PAR/change/"))
    assert 'value="Consulat à Paris"' in page and 'value="القنصلية في باريس"' in page
    assert 'name="names_en"' not in page
    services = words_of(client.get("/admin/offices/service/"))
    assert "Demander un passeport" in services


def test_the_language_that_counts_is_named_in_the_readers(client: Client) -> None:
    assert "a página em francês" in words_of(client.get("/pt/privacy/"))
    assert "باللغة الفرنسية" in words_of(client.get("/ar/privacy/"))


def test_interpreters_are_those_the_agency_has(client: Client) -> None:
    slot = Slot.objects.filter(service_id="passport", starts_at__gt=clock.now())[10]
    client.post(f"/pt/appointments/slots/{slot.pk}/hold/")
    page = words_of(client.get("/pt/appointments/details/"))
    box = page.partition('name="interpreter"')[2].partition("</select>")[0]
    codes = re.findall(r'value="(\w*)"', box)
    assert codes == ["", "fsl", "en", "fr", "pt", "ar"]
    assert "Língua gestual francesa (LSF)" in box
    form = {**PERSON, "interpreter": "fsl"}
    form |= dict(re.findall(r'name="(about|seen)" value="([^"]*)"', page))
    review = client.post("/pt/appointments/details/", form, follow=True)
    assert "Língua gestual francesa (LSF)" in words_of(review)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Fermetures", "Premier jour", "Le dernier jour de fermeture.")),
        ("en", ("Closures", "First day", "The last closed day.")),
    ],
)
def test_the_administration_names_things_in_the_language_of_its_pages(
    client: Client, language: str, words: tuple[str, str, str]
) -> None:
    sign_in(client, "administrator")
    client.cookies[COOKIE] = language
    assert words[0] in words_of(client.get("/admin/"))
    page = words_of(client.get(ADD))
    assert words[1] in page and words[2] in page
