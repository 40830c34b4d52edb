"""Every code a program can be answered with: provoked, and followed to where it is explained.

A program reads `type`, opens it, and finds the code there with the same title and sentence, in the
words of the programme whose call it was.
"""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from guichet.applications.api.voice import VOICE as ETA
from guichet.applications.fee import providers
from guichet.applications.testing import NOW
from guichet.booking.api.voice import VOICE as BOOKING
from guichet.eligibility.programme import ETA as ETA_LANGUAGES
from guichet.eligibility.voice import VOICE as ELIGIBILITY
from guichet.guidance.words import VOICE as GUIDANCE
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs import voices
from guichet.kernel.programs.problems import GENERAL
from guichet.kernel.programs.voices import Voice
from guichet.kernel.testing import wrong
from guichet.web.languages import ALL, CATALOGUED
from tests.provoked import PROVOKED, Attempt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
SOURCE = Path(__file__).resolve().parents[1] / "src" / "guichet"
NAMES = {
    id(BOOKING): "appointments",
    id(ETA): "eta",
    id(ELIGIBILITY): "eligibility",
    id(GUIDANCE): "scenarios",
}
# Words of one programme that the other does not use.
FOREIGN = {
    id(BOOKING): re.compile(r"\b(application|eta|travel authorization|passport)\b", re.IGNORECASE),
    id(ETA): re.compile(r"\b(appointments?|notice|slot|office)\b", re.IGNORECASE),
    id(ELIGIBILITY): re.compile(r"\b(appointments?|notice|slot|office)\b", re.IGNORECASE),
}
LANGUAGES = {
    id(BOOKING): CATALOGUED,
    id(ETA): ETA_LANGUAGES,
    id(ELIGIBILITY): ETA_LANGUAGES,
    id(GUIDANCE): ALL,
}


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock at the world of testing.py."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


class Page(HTMLParser):
    """The page for people: what it says below each anchor."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.below: dict[str, str] = {}
        self._anchor = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an anchor begins."""
        if anchor := dict(attrs).get("id"):
            self._anchor = anchor
            self.below[anchor] = ""

    def handle_data(self, data: str) -> None:
        """Note what is said below it."""
        if self._anchor:
            self.below[self._anchor] += data


def follow(document: dict[str, Any]) -> str:
    """Open the `type` of a problem document and return what the page says at its anchor."""
    where = urlsplit(document["type"])
    assert f"{where.scheme}://{where.netloc}" == settings.PUBLIC_URL
    return page_at(where.path).below[where.fragment]


@cache
def page_at(path: str) -> Page:
    """Open a page of problems once: it is the same whichever problem leads to it."""
    page = Client().get(path)
    assert page.status_code == 200
    return Page(page.content.decode())


def test_its_type_leads_to_its_title_and_its_sentence() -> None:
    pairs = [(voice, code) for code, voice, _ in voices.codes()]
    assert len(pairs) > 90
    assert wrong(_check_type, pairs) == []


def _check_type(pair: tuple[Voice, str]) -> None:
    voice, code = pair
    request = RequestFactory().get(f"{voice.prefixes[0]}x")
    answer = voices.refuse(request, Obstacle(code, retry_after=60, choices={}, version=1))
    document = json.loads(answer.content)
    kind = voice.kind(code)
    assert kind
    assert (answer.status_code, document["code"]) == (kind.status, code)
    explained = follow(document)
    assert document["title"] in explained
    assert document["detail"] in explained
    if foreign := FOREIGN.get(id(voice)):
        assert not foreign.search(document["title"] + document["detail"])


@pytest.mark.parametrize(
    "voice", [BOOKING, ETA, ELIGIBILITY, GUIDANCE], ids=lambda voice: NAMES[id(voice)]
)
def test_it_is_told_in_every_language_of_the_programme(voice: Voice) -> None:
    for code in {**GENERAL, **voice.kinds}:
        answers = {
            language: voices.refuse(
                RequestFactory().get(
                    f"{voice.prefixes[0]}x", headers={"Accept-Language": language}
                ),
                Obstacle(code, choices={}),
            )
            for language in LANGUAGES[id(voice)]
        }
        assert all(answer["Content-Language"] == language for language, answer in answers.items())
        details = {json.loads(answer.content)["detail"] for answer in answers.values()}
        assert len(details) == len(answers), f"{code} is not translated"


def test_each_programme_has_words_of_its_own_for_what_opens_a_record() -> None:
    for code in ("wrong_credentials", "mistyped_number"):
        assert BOOKING.say(code, "en") != ETA.say(code, "en")
        assert len([voice for name, voice, _ in voices.codes() if name == code]) == 2


@pytest.fixture
def _usual_provider() -> Iterator[None]:
    yield
    providers.provider.cache_clear()


def test_every_code_is_provoked_below() -> None:
    all_codes = {("all", code) for code in GENERAL}
    of_one = {(NAMES[id(voice)], code) for _, voice, _ in voices.codes() for code in voice.kinds}
    assert PROVOKED.keys() == all_codes | of_one


@pytest.mark.usefixtures("_usual_provider")
@pytest.mark.parametrize(("programme", "code"), PROVOKED)
def test_a_call_is_told_it_and_led_to_where_it_is_explained(
    monkeypatch: pytest.MonkeyPatch, programme: str, code: str
) -> None:
    answer = PROVOKED[programme, code](Attempt(monkeypatch))
    document = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (document["code"], document["status"]) == (code, answer.status_code)
    assert document["title"] in follow(document)
    if programme != "all":
        voice = BOOKING if programme == "appointments" else ETA
        assert not FOREIGN[id(voice)].search(document["title"] + document["detail"])


# --------------------------------------------------------------------------- what the code raises

# Whose obstacles are never a program's own code: what reads one field, and what pages alone call.
OF_A_FIELD = (
    "kernel/reading/",
    "applications/form/",
    "guidance/scenarios/rules.py",
    "booking/rules.py",
    "booking/clients/details.py",
)
OF_PAGES = (
    "booking/schedule/capacities.py",
    "booking/on_behalf/",
    "contact/",
    "counter/desk/",
    "counter/kiosk/",
    "counter/queue/",
    "devices/",
    "figures/",
    "interactions/",
    "booking/attendance/",
    "booking/earlier/",
    "applications/changes/",
    "applications/decisions/",
    "applications/enquiries/",
    "applications/letters/",
    "applications/papers/",
    "casework/",
    "guidance/policies/",
    "guidance/scenarios/actions.py",
    "guidance/writers/",
    "interviews/",
    "notices/",
    "opening/actions.py",
    "opening/hours/",
    "staff/agency_sign_in/",
    "staff/desk_pin/",
)
OF_PROVIDERS = {"not_allowed", "other_provider"}  # what a bank's message, or an officer, is told
BY_ROOM = {
    "booking": BOOKING,
    "eligibility": ELIGIBILITY,
    "applications": ETA,
    "guidance": GUIDANCE,
}


def raised() -> Iterator[tuple[str, str]]:
    """Yield every code that is raised by name, with where; those of a named field left out."""
    for path in sorted(SOURCE.rglob("*.py")):
        where = path.relative_to(SOURCE).as_posix()
        if "/tests/" in where or where.startswith((*OF_A_FIELD, *OF_PAGES)):
            continue
        source = path.read_text()
        for node in ast.walk(ast.parse(source)) if "Obstacle" in source else ():
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != "Obstacle":
                continue
            code = node.args[0]
            if isinstance(code, ast.Constant) and "field" not in {k.arg for k in node.keywords}:
                yield where, str(code.value)
    for path in sorted((SOURCE / "booking" / "sql").glob("*.sql")):
        if path.name not in {"earlier_forms.sql", "accept_offer.sql"}:  # of old calls, of pages
            for code in re.findall(r"obstacle := '(\w+)'", path.read_text()):
                yield f"booking/sql/{path.name}", code


def test_whatever_is_raised_has_a_voice_that_tells_it() -> None:
    untold = {
        f"{where}: {code}"
        for where, code in raised()
        if code not in OF_PROVIDERS
        for of_room in [BY_ROOM.get(where.partition("/")[0])]
        if not any(voice.kind(code) for voice in ([of_room] if of_room else [BOOKING, ETA]))
    }
    assert untold == set()
