"""Every form says whose it is: what its page did not show is never written to."""

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from guichet.applications import numbers, tokens
from guichet.applications import testing as worlds
from guichet.applications.access.tests.test_of_visit import (
    PRIVATE,
    ROUTES,
    state_of_all,
    with_records,
)
from guichet.applications.models import Application
from guichet.applications.tests.visitor import handle_of
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.web.addresses.paths import address
from guichet.web.forms import marks

pytestmark = pytest.mark.django_db
# Routes of an opened application that take no form: they only show, or give a file.
ONLY_SHOW = {
    *("number", "go_on", "receipt", "standing", "expiry", "papers", "papers_received", "paper"),
    *(
        "paper_picture",
        "changed",
        "letters",
        "letter",
        "letter_pdf",
        "yours",
        "looking",
        "contacts",
    ),
}
AT, OF = ("handle", "no handle"), ("another", "nothing", "another deed")
WRITE = sorted({*PRIVATE, "enquire"} - ONLY_SHOW)


@pytest.fixture
def client() -> Client:
    """Give Django's own browser, which sends no mark that a page has not given it."""
    return Client()


def open_beside(client: Client, application: Application) -> str:
    """Open an application beside those that are open, and return its handle."""
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    answer = client.post("/en/eta/apply/resume/", keys)
    assert answer.status_code == 302
    return handle_of(client, application)


def path(name: str, records: dict[str, int], handle: str = "") -> str:
    values: dict[str, Any] = {"section": "passport"} if "section" in ROUTES[name] else {}
    values |= {key: records[key] for key in ROUTES[name] if key in records}
    values |= {"handle": handle} if handle else {}
    return address(f"applications:{name}", "en", **values)


def forms(page: Any) -> Iterator[tuple[str, str]]:
    """Return action and inside of every form of a page that is posted, but those of the frame."""
    text = page.content.decode()
    for form in re.finditer(
        r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', text, re.S
    ):
        if "/eta/" in form[1]:
            yield form[1], form[2]


def test_it_tries_every_route_that_takes_a_form() -> None:
    def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from names(pattern.url_patterns)
            elif pattern.name:
                yield pattern.name

    routes = set(names(get_resolver("guichet.applications.urls").url_patterns))
    assert set(WRITE) | ONLY_SHOW <= routes
    assert {"step", "zone", "review", "pay", "paying", "revise", "next_person"} <= set(WRITE)
    assert {"change", "compare", "look_again", "withdraw", "hand_in", "offer"} <= set(WRITE)
    assert {"add_paper", "send_again", "new_address", "enquire"} <= set(WRITE)


def test_it_takes_no_form_where_something_is_only_shown(client: Client) -> None:
    mine, records = with_records(1)
    handle = open_beside(client, mine)
    for name in sorted(ONLY_SHOW):
        answer = client.post(path(name, records, "" if name == "yours" else handle))
        assert answer.status_code == 405, name


@pytest.mark.parametrize(
    ("at", "of"),
    usual(*product(["handle"], OF), ("no handle", "another"), of=[*product(AT, OF)]),
)
def test_it_writes_nothing_for_a_foreign_mark(client: Client, of: str, at: str) -> None:
    mine, records = with_records(1)
    theirs, _ = with_records(2)
    handle = open_beside(client, mine)
    before = state_of_all()
    for name in WRITE:
        about = {
            "another": {marks.FIELD: marks.mark(name, theirs)},
            "nothing": {"case": "yes"} if name == "enquire" else {},
            "another deed": {marks.FIELD: marks.mark("x" + name, mine)},
        }[of]
        fields = {"words": "Typed by them", "new_facts": "Typed by them", "does": "send", **about}
        answer = client.post(path(name, records, handle if at == "handle" else ""), fields)
        assert answer.status_code == 409, name
        assert state_of_all() == before, name
        text = answer.content.decode()
        assert numbers.for_people(mine.number) in text, name
        assert theirs.number not in text, name
        assert numbers.for_people(theirs.number) not in text, name


@pytest.mark.parametrize(
    "make", [worlds.make_draft, worlds.make_sent, worlds.make_asked, worlds.make_refused]
)
def test_it_marks_every_form_and_says_whose_every_page_is(
    client: Client, make: Callable[..., Any]
) -> None:
    world = make(1, now=clock.now())
    application: Application = getattr(world, "application", world)
    handle = open_beside(client, application)
    records = {"letter": 0, "question": 0, "paper": 0}
    if letter := application.letters.first():
        records["letter"] = letter.pk
    if request := application.requests.first():
        records["question"] = request.pk
    count = 0
    for name in sorted({*PRIVATE, "enquire"} - {"yours"}):
        page = client.get(path(name, records, handle))
        if page.status_code != 200 or "text/html" not in page["Content-Type"]:
            continue
        text = page.content.decode()
        assert f"data-whose>{numbers.for_people(application.number)}<" in text, name
        for action, inside in forms(page):
            deed = re.search(r'name="about" value="([0-9a-f]{32})"', inside)
            assert deed, (name, action)
            assert f"/{handle}/" in action, (name, action)
            count += 1
    assert count >= 3


@pytest.mark.parametrize("make", [worlds.make_draft, worlds.make_asked, worlds.make_refused])
def test_it_leads_to_pages_of_the_same_application(
    client: Client, make: Callable[..., Any]
) -> None:
    world = make(1, now=clock.now())
    application: Application = getattr(world, "application", world)
    handle = open_beside(client, application)
    about_one = {
        bare
        for name in PRIVATE
        if (bare := path(name, dict.fromkeys(("letter", "question", "paper"), 0)))
    }
    stems = {re.sub(r"/0/|/passport/$", "/", stem) for stem in about_one} - {"/en/eta/yours/"}
    for name in PRIVATE:
        page = client.get(
            path(
                name,
                dict.fromkeys(("letter", "question", "paper"), 0),
                "" if name == "yours" else handle,
            )
        )
        if page.status_code != 200 or "text/html" not in page["Content-Type"]:
            continue
        for link in re.findall(
            r'(?:href|src|action|formaction)="(/en/eta/[^"]*)"', page.content.decode()
        ):
            without = link.partition("?")[0].replace(f"/{handle}/", "/")
            assert f"/{handle}/" in link or without not in stems, (name, link)
