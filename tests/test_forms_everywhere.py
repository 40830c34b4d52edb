"""Every form of both programmes, filled in wrong: the page that comes back, and what it carries."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from guichet.applications import testing as worlds
from guichet.applications import tokens
from guichet.booking.testing import make_coming_slot
from guichet.booking.tests.journey import ADA, DETAILS, press
from guichet.booking.tests.pages import make_serving_office
from guichet.interviews import testing as interviews
from guichet.kernel import clock
from guichet.web.addresses.paths import _routes

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
TYPED = {"text", "tel", "email", "search", "url", "date", "number", "password"}
WRONG = ("", "?", "\x07", "9" * 400)
PROGRAMMES = ("booking:", "applications:", "interviews:", "guidance:", "web:")
# Would end the visit in which the other pages are open.
LEFT_OUT = {"web:finish", "booking:give_up", "booking:cancel", "applications:withdraw"}


@dataclass
class Sheet:
    """A form as it stands on a page: where it goes, what it sends untouched, what it asks."""

    method: str
    action: str
    unchecked: bool
    pairs: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)  # what is chosen as well
    autofill: dict[str, str | None] = field(default_factory=dict)


class Reader(HTMLParser):
    """Find the forms of a page with their fields, those outside that name a form included."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []
        self.named: dict[str, Sheet] = {}
        self.inside: Sheet | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.inside = Sheet(
                values.get("method", "get"), values.get("action", ""), "novalidate" in values
            )
            self.sheets.append(self.inside)
            self.named[values.get("id", "")] = self.inside
        sheet = self.named.get(values["form"]) if "form" in values else self.inside
        if tag in {"input", "select", "textarea"} and sheet and "name" in values:
            self._field(sheet, tag, values)

    def handle_endtag(self, tag: str) -> None:
        self.inside = None if tag == "form" else self.inside

    def _field(self, sheet: Sheet, tag: str, values: dict[str, str]) -> None:
        kind = values.get("type", "text") if tag == "input" else "text"
        if kind == "hidden":
            sheet.pairs.append((values["name"], values.get("value", "")))
            return
        sheet.asks.append(values["name"])
        if kind in TYPED:
            sheet.texts.append(values["name"])
            sheet.autofill[values["name"]] = values.get("autocomplete")


MAKES: dict[str, Callable[[], Any]] = {
    "in the middle": lambda: worlds.make_draft(now=clock.now()).application,
    "paid": lambda: worlds.make_paid(now=clock.now()),
    "asked": lambda: worlds.make_asked(now=clock.now()),
    "refused": lambda: worlds.make_refused(now=clock.now()),
    "invited": lambda: interviews.make_invited(now=clock.now()).application,
}


def addresses() -> list[str]:
    """Return every page that needs nothing but its name."""
    assert get_resolver()
    return sorted(
        route.fill("en", {})
        for (name, holes), route in _routes().items()
        if not holes and name.startswith(PROGRAMMES) and name not in LEFT_OUT
    )


def somebody(state: str = "in the middle") -> Client:
    """Return a browser in which a place is held and an application in some state is open."""
    make_serving_office()
    slot, client = make_coming_slot(capacity=3), Client(headers=OURS)
    client.post(f"/en/appointments/slots/{slot.pk}/hold/")
    press(client, DETAILS, ADA)
    open_application(client, MAKES[state]())
    return client


def open_application(client: Client, application: Any) -> None:
    pin = tokens.pin_of(application)
    client.post("/en/eta/apply/resume/", {"number": application.number, "pin": pin})


def pages(client: Client) -> Iterator[tuple[str, Any]]:
    """Yield every page of the site as this browser gets it, and the steps of both journeys."""
    office = "/en/appointments/offices/TST/"
    more = [office, *(f"{office}case_question/{name}" for name in ("", "documents/", "tell-me/"))]
    steps = [f"/en/eta/apply/steps/{section}/" for section in ("passport", "contact", "travel")]
    for path in [*addresses(), *more, *steps]:
        answer = client.get(path)
        if answer.status_code < 500 and answer["Content-Type"].startswith("text/html"):
            yield path, answer


def check(answer: Any, where: str) -> bool:
    """Look at a page; tell whether it finds fault with a form."""
    text = answer.content.decode()
    assert answer.status_code < 500, where
    assert all(sheet.unchecked for sheet in Reader(text).sheets), where
    finds_fault = 'class="errors"' in text or 'class="error"' in text
    assert not finds_fault or answer.status_code >= 400, where
    title = TITLE.search(text)
    assert title, where
    assert title[1].startswith("Error: ") == (answer.status_code >= 400), (where, title[1])
    return finds_fault


@pytest.mark.slow
@pytest.mark.parametrize("state", MAKES)
def test_the_title_of_every_form_that_is_shown_again_begins_with_the_error(state: str) -> None:
    client, faulty = somebody(state), set()
    for path, answer in list(pages(client)):
        if answer.status_code == 200:
            check(answer, path)
            for sheet in Reader(answer.content.decode()).sheets:
                for wrong in WRONG if sheet.texts else ():
                    faulty |= {path} if sent(client, path, sheet, wrong) else set()
    assert {"/en/appointments/", "/en/appointments/details/", "/en/eta/apply/resume/"} <= faulty
    assert len(faulty) >= 10, sorted(faulty)


def sent(client: Client, path: str, sheet: Sheet, wrong: str) -> bool:
    values: dict[str, list[str]] = {name: [wrong] for name in sheet.texts}
    for name, value in sheet.pairs:
        values.setdefault(name, []).append(value)
    call = client.post if sheet.method == "post" else client.get
    answer = call(sheet.action or path, values, follow=True)
    html = answer["Content-Type"].startswith("text/html")
    return html and check(answer, f"{path} -> {sheet.action} {wrong[:9]!r}")


def test_no_field_is_filled_in_or_remembered_on_a_shared_computer() -> None:
    client, count = somebody(), 0
    client.post("/en/shared/", {"shared": "on", "next": "/en/"})
    for path, answer in pages(client):
        for sheet in Reader(answer.content.decode()).sheets:
            count += len(sheet.autofill)
            assert set(sheet.autofill.values()) <= {"off"}, (path, sheet.autofill)
    assert count > 50


def test_fields_are_filled_in_on_a_device_of_ones_own() -> None:
    text = somebody().get(DETAILS).content.decode()
    kinds = {kind for sheet in Reader(text).sheets for kind in sheet.autofill.values()}
    assert {"name", "tel", "email", "bday-day"} <= kinds
