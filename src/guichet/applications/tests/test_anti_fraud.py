"""Nobody is cheated: every page says the official address, the price, and what is never asked."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from guichet.applications import testing as worlds
from guichet.applications.letters.tests.test_pages_letters import open_it
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.eligibility.programme import ETA, TOPIC
from guichet.web.addresses.paths import address
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
# What is no page: the provider's report, files, and what only takes a form.
NAMESPACES = {"applications", "eligibility"}
NO_PAGE = {"report", "send_again", "letter_pdf", "revise", "next_person"}
FACTS = ("CAD\u00a07", "www.canada.ca/eta")


def routes(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns)
        else:
            yield entry


def names() -> list[str]:
    """Return every route of the programme that may be a page and takes nothing of a record."""
    programme = (
        entry
        for entry in walked(get_resolver().url_patterns)
        if isinstance(entry, URLResolver) and entry.namespace in NAMESPACES
    )
    every = [
        (entry.namespace, route) for entry in programme for route in routes(entry.url_patterns)
    ]
    assert len(every) > 20
    return sorted(
        f"{namespace}:{route.name}"
        for namespace, route in every
        if route.name not in NO_PAGE and not route.pattern.converters
    )


def walked(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    for entry in entries:
        yield entry
        if isinstance(entry, URLResolver):
            yield from walked(entry.url_patterns)


def application_of(kind: str) -> Application | None:
    """Return an application to open first, or none."""
    worlds_of = {
        "draft": lambda: worlds.make_draft(1).application,
        "sent": lambda: worlds.make_sent(2).application,
        "asked": lambda: worlds.make_asked(3),
        "refused": lambda: worlds.make_refused(4),
        "approved": lambda: worlds.make_paid(5),
    }
    return worlds_of[kind]() if kind else None


@pytest.mark.parametrize("kind", ["", "draft", "sent", "asked", "refused", "approved"])
def test_it_says_address_and_price_on_every_page(
    client: Client, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch, NOW)
    if application := application_of(kind):
        open_it(client, application)
    never, count = str(texts(TOPIC).get("page.never", "en")), 0
    for name in names():
        page = client.get(address(name, "en"))
        if page.status_code != 200 or "text/html" not in page["Content-Type"]:
            continue
        count += 1
        missing = [fact for fact in (*FACTS, never) if fact not in text_of(page)]
        assert not missing, (name, missing)
    assert count > 8


def test_it_leaves_no_page_out(client: Client) -> None:
    """Every route of the programme was walked above, leads on, or is no page."""
    pages = {"home", "apply", "look_up", "lost", "trouble", "enquire", "letters"}
    assert {f"applications:{name}" for name in pages} | {"eligibility:need"} <= set(names())


@pytest.mark.parametrize("language", ETA)
def test_it_says_so_in_every_language(client: Client, language: str) -> None:
    text = text_of(client.get(address("applications:lost", language)))
    assert str(texts(TOPIC).get("page.never", language)) in text
    assert "CAD" in text


def test_it_needs_no_account(client: Client) -> None:
    for name in ("home", "apply", "look_up", "lost", "trouble", "enquire"):
        assert client.get(address(f"applications:{name}", "en")).status_code == 200
