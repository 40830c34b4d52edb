"""Filling in the form in tests as a browser does, one page after the other."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from guichet.applications.models import Application
from guichet.applications.testing import NIAMH
from guichet.applications.tests.visitor import leads_to, path_of
from guichet.kernel import clock
from guichet.web.forms.marks import FIELD

BASE = "/en/eta/apply/"
STEPS = BASE + "steps/"
MOST_STEPS = 30
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CHILD: Mapping[str, object] = {
    **NIAMH,
    "on_behalf": "yes",
    "for_minor": "yes",
    "rep_kind": "family_or_friend",
    "rep_paid": "no",
    "rep_surname": "O'BRIEN",
    "rep_given_names": "NIAMH",
    "rep_address": "17 Shop Street, Galway, Ireland",
    "rep_phone": "+353 1 677 0000",
    "rep_declaration": "yes",
    "rep_authorization": "yes",
    "birth_date": "2015-05-17",
    "signature": "Niamh O'Brien",
}
CONSULTANT: Mapping[str, object] = {
    **CHILD,
    "for_minor": "no",
    "birth_date": "1985-05-17",
    "rep_kind": "cicc_member",
    "rep_paid": "yes",
    "rep_membership": "R123456",
    "rep_province": "CA-ON",
    "rep_organization": "Maple Travel Ltd.",
    "rep_postal_code": "K1A 0B1",
}


def stop_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let it be a moment for everybody who asks."""
    monkeypatch.setattr(clock, "now", lambda: at)


def text_of(page: Any) -> str:
    """Return a page with every run of plain spaces made one; no-break spaces are its words."""
    return " ".join(re.split(r"[ \n]+", page.content.decode().strip()))


def begin(client: Client, who: str = "self") -> Application:
    """Start an application and return it."""
    answer = client.post(BASE, {"who": who})
    assert leads_to(answer) == BASE + "number/"
    return Application.objects.latest("pk")


def hidden(page: Any, name: str) -> str:
    """Return the value of a hidden field."""
    match = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    return match[1] if match else ""


def filled(page: Any, answers: Mapping[str, object]) -> dict[str, object]:
    """Return what a browser sends when somebody answers the questions of a page."""
    keys = hidden(page, "asked")
    fields: dict[str, object] = {"asked": keys, "version": hidden(page, "version")}
    if mark := hidden(page, FIELD):
        fields[FIELD] = mark
    for key in keys.split():
        value = answers.get(key, "")
        if f'name="{key}_day"' in page.content.decode():
            parts = [*str(value).split("-"), "", "", ""][:3]
            fields |= dict(zip((f"{key}_year", f"{key}_month", f"{key}_day"), parts, strict=True))
        elif value != "":
            fields[key] = value
    if hints := re.findall(r'name="seen" value="([^"]*)"', page.content.decode()):
        fields["seen"] = hints
    return fields


def with_faults(client: Client, answer: Any) -> Any:
    """Return the page to which a step with a wrong answer leads, which is its own."""
    assert answer.status_code == 302
    assert leads_to(answer).partition("?")[0] == path_of(answer)
    return client.get(answer["Location"])


def fill_in(client: Client, answers: Mapping[str, object]) -> Any:
    """Answer every page until nothing is asked any more; return the last page."""
    page = client.get(BASE + "go-on/", follow=True)
    for _ in range(MOST_STEPS):
        path = path_of(page)
        if path.endswith("passport-lines/"):
            page = client.get(STEPS + "document/")
        elif "/steps/" in path:
            page = client.post(path, filled(page, answers), follow=True)
            assert page.status_code == 200, re.findall(r'class="error"[^>]*>([^<]*)', text_of(page))
        else:
            return page
    raise AssertionError("the form has no end")


def sign(client: Client, page: Any, answers: Mapping[str, object]) -> Any:
    """Sign on the page of review; return the page to pay on."""
    return client.post(BASE + "review/", filled(page, answers), follow=True)


def pay(client: Client, outcome: str = "paid") -> Any:
    """Pay on the page of the test provider; return where it leads."""
    page = client.post(BASE + "pay/")
    reference = page["Location"].partition("payment=")[2]
    return client.post(BASE + "paying/", {"payment": reference, "outcome": outcome}, follow=True)
