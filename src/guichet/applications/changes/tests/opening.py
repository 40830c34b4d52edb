"""An application opened in the test's browser, and what its pages send."""

import re
from typing import Any

from django.test import Client

from guichet.applications import tokens
from guichet.applications.access import handles
from guichet.applications.models import Application

CHANGE, DONE = "/en/eta/yours/change/", "/en/eta/yours/change/done/"


def open_it(client: Client, application: Application) -> Application:
    """Open an application in the browser with its number and PIN, and no other one."""
    client.cookies.pop(handles.COOKIE, None)
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    assert client.post("/en/eta/apply/resume/", keys).status_code == 302
    return application


def typed_form(why: str, **answers: object) -> dict[str, Any]:
    """Return what the page of inputs sends; a day is given as its three parts."""
    keys = {
        key.removesuffix("_year").removesuffix("_month").removesuffix("_day") for key in answers
    }
    return {"why": why, "field": sorted(keys), "asked": " ".join(sorted(keys)), **answers}


def hidden_fields(page: Any) -> dict[str, Any]:
    """Return every hidden field of a page of consequences."""
    pairs = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.content.decode())
    fields: dict[str, Any] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def confirm(client: Client, page: Any, do: str = "confirm") -> Any:
    """Press a button of the page of consequences."""
    return client.post(CHANGE, {**hidden_fields(page), "do": do})
