"""Who has number and PIN reads why: the kind, the law, the facts and the officer's words."""

import re
from base64 import b64encode
from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications import tokens
from guichet.applications.changes.tests.opening import open_it
from guichet.applications.decisions import authorizations
from guichet.applications.models import Application, Decision, Reconsideration
from guichet.applications.testing import NOW, OWN_WORDS
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
LAW = "Immigration and Refugee Protection Act, paragraph 36(1)(b)"
LOI = "Loi sur l’immigration et la protection des réfugiés, alinéa 36(1)b)"
NEWS = "The court of Cork quashed this in May 2026."


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW + timedelta(hours=2))


@pytest.mark.parametrize(
    ("language", "letters", "law"),
    [("en", "en", LAW), ("fr", "fr", LOI), ("ar", "en", LAW), ("zh-Hant", "fr", LAW)],
)
def test_it_explains_itself_in_the_language_of_the_page(
    client: Client, language: str, letters: str, law: str
) -> None:
    open_it(client, worlds.make_refused(letter_language=letters))
    page = text_of(client.get(f"/{language}/eta/status/yours/"))
    words = texts("changes")
    assert words.get("reason.criminality", language).text in page
    assert law in page
    assert texts("fields").get("field.offence.label", language).text in page
    quotation = rf'<blockquote class="officer" lang="{letters}" dir="ltr">\s*<p>{OWN_WORDS}</p>'
    assert re.search(quotation, page)
    whose = words.get("explained.whose", language).text.partition("%(")[0]
    assert whose in page
    again = text_of(client.get(f"/{language}/eta/yours/look-again/"))
    assert law in again
    assert OWN_WORDS in again


def test_a_refusal_of_before_has_its_reasons(client: Client) -> None:
    open_it(client, worlds.make_refused())
    Decision.objects.update(grounds=[])
    page = text_of(client.get("/en/eta/status/yours/"))
    assert "An offence makes you inadmissible" in page
    assert "blockquote" not in page


def test_a_cancellation_explains_itself_too(client: Client) -> None:
    application, officer = worlds.make_paid(now=NOW), worlds.make_officer()
    why = worlds.explained("issued_by_mistake")
    authorizations.cancel(application.authorization, officer=officer, why=why, now=NOW)
    open_it(client, application)
    page = text_of(client.get("/en/eta/status/yours/"))
    assert "section 12.07" in page
    assert OWN_WORDS in page


def test_a_reopened_case_tells_nothing_of_the_refusal(client: Client) -> None:
    application = open_it(client, worlds.make_refused())
    Application.objects.filter(pk=application.pk).update(state="manual_review")
    page = text_of(client.get("/en/eta/status/yours/"))
    assert OWN_WORDS not in page
    assert LAW not in page


@pytest.mark.parametrize(
    ("form", "field", "says"),
    [
        ({"fact_offence": "x" * 4001, "new_facts": NEWS}, "fact_offence", "too long"),
        ({"fact_offence": "a\x00b"}, "fact_offence", "cannot be read"),
        ({"fact_offence": " "}, "new_facts", "Write the new facts down"),
    ],
)
def test_it_says_what_is_wrong_beside_the_box_and_keeps_the_rest(
    client: Client, form: dict[str, str], field: str, says: str
) -> None:
    open_it(client, worlds.make_refused())
    page = client.post("/en/eta/yours/look-again/", form)
    assert (page.status_code, says in text_of(page)) == (422, True)
    assert f'href="#{field}"' in text_of(page)
    assert form.get("new_facts", "") in text_of(page)
    assert not Reconsideration.objects.exists()


def test_programs_get_it_with_number_and_pin_alone(client: Client) -> None:
    application = worlds.make_refused()
    pin = tokens.pin_of(application)
    credentials = b64encode(f"{application.number}:{pin}".encode()).decode()
    path = f"/api/v1/eta/applications/{application.number}"
    answer = client.get(path, headers={"Authorization": f"Basic {credentials}"}).json()
    assert answer["reasons"] == ["criminality"]
    explanation = answer["explanation"]
    assert (explanation["words"], explanation["language"]) == (OWN_WORDS, "en")
    (ground,) = explanation["grounds"]
    assert (ground["reason"], ground["name"], ground["facts"]) == ("criminality", LAW, ["offence"])
    assert ground["link"].startswith("https://")
    answers = application.answers
    question = {
        "number": application.number,
        "passport_number": answers["passport_number"],
        "issuer": answers["issuer"],
        "birth_date": answers["birth_date"],
    }
    standing = client.post("/api/v1/eta/status", question, content_type="application/json")
    assert standing.json()["status"] == "not_approved"
    assert "explanation" not in standing.json()


def test_it_leads_from_the_refusal_to_the_letter_and_masks_the_address(client: Client) -> None:
    open_it(client, worlds.make_refused())
    page = client.get("/en/eta/status/yours/").content.decode()
    assert '/yours/letters/">Read the letter: it gives the reasons' in page
    application = open_it(client, worlds.make_listed())
    page = client.get("/en/eta/status/yours/").content.decode()
    letters_to = page.partition("Letters go to")[2].partition("</p>")[0]
    assert f"{application.email[0]}•••@" in letters_to
    assert application.email not in letters_to
