"""What somebody does at a kiosk, without a browser, and what they read."""

import re
from typing import Any

from django.test import Client

from guichet.web.words import texts

MARK = re.compile(r'name="stay" value="([^"]*)"')


def say(key: str, language: str = "en", *, topic: str = "kiosk", **values: object) -> str:
    return re.sub(r"\s+", " ", texts(topic).get(key, language).text % values)


def words_of(page: Any) -> str:
    """Return what a page says, without its markup."""
    text = re.sub(r"<[^>]*>", "", page.content.decode().replace("&#39;", "'"))
    return re.sub(r"[\s\u200e\u200f]+", " ", text)


def begin(client: Client, language: str = "en") -> Any:
    """Choose a language; return the page with the two choices."""
    return client.get(f"/kiosk/?language={language}", follow=True)


def mark_on(page: Any) -> str:
    match = MARK.search(page.content.decode())
    return match[1] if match else ""


def sent(client: Client, path: str, **fields: str) -> Any:
    """Send the form of a page, and see what comes of it."""
    mark = mark_on(client.get(f"/kiosk/{path}/"))
    return client.post(f"/kiosk/{path}/", {"stay": mark, **fields}, follow=True)


def typed(client: Client, code: str) -> Any:
    return sent(client, "appointment", code=code)
