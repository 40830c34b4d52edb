"""An officer at their desk: fills in a deed, reads what it will send, and confirms it."""

import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape

from django.http import HttpResponse
from django.test import Client

from guichet.applications.models import Application
from guichet.eligibility.content import today
from guichet.kernel import clock

_SEEN = re.compile(r'name="seen" value="(\d+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_OURS = {"csrfmiddlewaretoken", "next", "held_by", "task"}


# What explains a refusal: a provision of the law, facts of the case, and words.
REFUSAL: Mapping[str, object] = {
    "provision_1": "act_36_1_b",
    "facts_1": ["offence", "offence_details"],
    "words": "The court of Cork convicted you. Nothing shows that the fine was paid.",
}


def due(days: int = 20) -> dict[str, str]:
    """Return a day as the three fields of a form carry it."""
    day = today(clock.now()) + timedelta(days=days)
    return {
        "due_on_day": f"{day.day}",
        "due_on_month": f"{day.month}",
        "due_on_year": f"{day.year}",
    }


def address(application: Application, verb: str = "", about: int | None = None) -> str:
    """Return the address of a file or of a deed."""
    end = f"{verb}/" if verb else ""
    return f"/staff/cases/{application.number}/{end}" + (f"{about}/" if about else "")


def body(response: HttpResponse) -> str:
    """Return the text of a page."""
    return response.content.decode()


def change_of(page: str) -> str:
    """Return up to which change of the case a form was made."""
    match = _SEEN.search(page)
    return match[1] if match else ""


def fill_in(client: Client, path: str, form: Mapping[str, object]) -> HttpResponse:
    """Open a deed, fill it in and send it: the answer asks for a confirmation, or says why not."""
    page = client.get(path)
    assert page.status_code == 200, body(page)
    return client.post(path, {**form, "seen": change_of(body(page))})


def confirm(client: Client, path: str, page: HttpResponse, step: str = "confirm") -> HttpResponse:
    """Press the button that confirms, with everything that the page carries."""
    carried: dict[str, list[str]] = {}
    for name, value in _HIDDEN.findall(body(page)):
        if name not in _OURS:
            carried.setdefault(name, []).append(unescape(value))
    return client.post(path, {**carried, "step": step})


def do(client: Client, path: str, form: Mapping[str, object] | None = None) -> str:
    """Do a deed from the first page to the file, and return the file as it is then."""
    page = fill_in(client, path, form) if form is not None else client.get(path)
    assert page.status_code == 200, body(page)
    answer = confirm(client, path, page)
    assert answer.status_code == 302, body(answer)
    file = client.get(answer["Location"])
    assert file.status_code == 200
    return body(file)
