"""The PIN of an application: eight characters, and six digits where it is of before."""

import re
from datetime import date
from threading import Event

import pytest
from django.db import connection
from django.test import Client

from guichet.applications import tokens
from guichet.applications.enquiries.lost import Owner, send_numbers
from guichet.applications.models import Application
from guichet.applications.testing import GUESSER, NOW, make_draft
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.applications.tests.visitor import leads_to
from guichet.kernel.references import ALPHABET, pin_for_people
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
RESUME = "/en/eta/apply/resume/"
OWNER = Owner(passport_number="PA0000000", issuer="IRL", born_on=date(1985, 5, 17))


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def make_older() -> Application:
    """Return an application as a release wrote it that does not know the column."""
    pk = make_draft().application.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE applications_application SET long_pins = DEFAULT WHERE id = %s", [pk]
        )
    return Application.objects.get(pk=pk)


def opens(application: Application, pin: str) -> bool:
    """Type number and PIN in a browser that has nothing open."""
    answer = Client().post(RESUME, {"number": application.number, "pin": pin})
    if answer.status_code == 422:
        assert "do not fit together" in text_of(answer)
        return False
    assert leads_to(answer).startswith("/en/eta/apply/")
    return True


@pytest.mark.parametrize("spelling", [str, str.lower, pin_for_people, " ".join])
def test_it_opens_with_eight_characters_however_they_are_typed(spelling: type[str]) -> None:
    draft = make_draft()
    assert re.fullmatch(f"[{ALPHABET}]{{8}}", draft.pin)
    assert opens(draft.application, spelling(draft.pin))


def test_an_older_one_keeps_its_six_digits_until_the_next_pin_is_used() -> None:
    application = make_older()
    digits = tokens.pin_of(application)
    assert re.fullmatch(r"[0-9]{6}", digits)
    assert opens(application, digits)

    send_numbers(OWNER, networks=GUESSER.ladder, now=NOW)
    application.refresh_from_db()
    fresh = tokens.pin_of(application)
    assert re.fullmatch(f"[{ALPHABET}]{{8}}", fresh)
    assert opens(application, digits), "nobody has used the new one yet"
    assert opens(application, fresh)
    assert not opens(application, digits)


def test_six_digits_never_open_one_that_has_eight_characters() -> None:
    application, older = make_draft().application, Application()
    older.pk = application.pk
    assert not opens(application, tokens.pin_of(older))


def test_programs_get_eight_characters_and_the_same_when_they_ask_twice() -> None:
    once = {"HTTP_IDEMPOTENCY_KEY": "k" * 22}
    first, again = (
        Client().post("/api/v1/eta/applications", {}, content_type="application/json", **once)
        for _ in range(2)
    )
    assert re.fullmatch(f"[{ALPHABET}]{{8}}", first.json()["pin"])
    assert first.json() == again.json()


def test_the_page_explains_the_shapes_there_are_and_brings_up_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hints = {
        key: str(texts("apply").get(f"page.{key}", "en")) for key in ("pin_hint", "pin_hint_older")
    }
    for make, hint in ((make_draft, "pin_hint"), (make_older, "pin_hint_older")):
        monkeypatch.setattr(tokens, "_LONG_ONLY", Event())
        Application.objects.all().delete()
        make()
        assert hints["pin_hint_older"] in text_of(Client().get(RESUME)), "nobody has looked yet"
        tokens.look_for_short_pins()
        page = Client().get(RESUME)
        assert f">{hints[hint]}<" in text_of(page)
    field = re.search(r'<input id="pin"[^>]*>', page.content.decode())
    assert field and "inputmode" not in field[0]
