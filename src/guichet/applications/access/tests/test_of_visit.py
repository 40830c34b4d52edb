"""Every address of an application that is open: whose it is, and what a look at it changes."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from guichet.applications import tokens, urls
from guichet.applications.changes.tests.opening import open_it
from guichet.applications.models import Application, Correspondence, DocumentRequest, Paper
from guichet.applications.testing import (
    make_asked,
    make_draft,
    make_listed,
    make_paid,
    make_refused,
)
from guichet.applications.tests.visitor import leads_to
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.web.addresses.paths import address

pytestmark = pytest.mark.django_db
# Pages that anybody may open, with or without an application.
OF_EVERYBODY = {
    *("home", "field_help", "apply", "resume", "look_up", "results", "lost", "trouble"),
    "contact",
    *("enquire", "report"),
}
# A program, which proves itself by what it sends.
FROM_ANYWHERE = {"report"}


def routes() -> Iterator[tuple[str, dict[str, type]]]:
    """Return the name of every page of the programme, with what its address names."""
    resolver = get_resolver("guichet.applications.urls")
    stack: list[URLPattern | URLResolver] = list(resolver.url_patterns)
    for route in stack:
        if isinstance(route, URLResolver):
            stack.extend(route.url_patterns)
        elif route.name:
            yield route.name, dict(route.pattern.converters)


ROUTES = dict(routes())
PRIVATE = sorted(set(ROUTES) - OF_EVERYBODY)
OF_A_RECORD = {name for name in PRIVATE if {"letter", "question", "paper"} & ROUTES[name].keys()}


def path(name: str, records: dict[str, int]) -> str:
    values: dict[str, Any] = {"section": "passport"} if "section" in ROUTES[name] else {}
    values |= {key: records[key] for key in ROUTES[name] if key in records}
    return address(f"applications:{name}", "en", **values)


def with_records(number: int) -> tuple[Application, dict[str, int]]:
    """Return an application with a letter, a question and a paper to name."""
    application = make_asked(number, now=clock.now())
    request = application.requests.get()
    paper = application.papers.create(
        request=request,
        name="scan.pdf",
        kind="pdf",
        size=1,
        digest=bytes(32),
        added_at=clock.now(),
        verdict="clean",
        state="ready",
    )
    letter = application.letters.order_by("pk").first()
    assert letter
    return application, {"letter": letter.pk, "question": request.pk, "paper": paper.pk}


def state_of_all() -> list[object]:
    return [
        sorted(Application.objects.values_list("pk", "state", "version", "email_pending")),
        sorted(Correspondence.objects.values_list("pk", "times_sent")),
        sorted(DocumentRequest.objects.values_list("pk", "explanation")),
        sorted(Paper.objects.values_list("pk", "state")),
        AuditEntry.objects.count(),
        Dispatch.objects.count(),
    ]


def test_it_knows_every_page() -> None:
    assert set(ROUTES) > OF_EVERYBODY
    assert urls.app_name == "applications"
    assert {"letter", "letter_pdf", "send_again", "add_paper", "paper"} <= OF_A_RECORD


def test_it_answers_of_another_as_of_nothing(client: Client) -> None:
    mine, _ = with_records(1)
    _, theirs = with_records(2)
    open_it(client, mine)
    before = state_of_all()
    nothing = dict.fromkeys(theirs, 99_999_999)
    for ask, name in product((client.get, client.post), sorted(OF_A_RECORD)):
        answers = [ask(path(name, records)) for records in (theirs, nothing)]
        assert answers[0].status_code == answers[1].status_code in {302, 404, 405}, name
        assert answers[0].get("Location") == answers[1].get("Location"), name
    assert state_of_all() == before


@pytest.mark.parametrize("make", [make_draft, make_asked, make_listed, make_paid, make_refused])
def test_it_changes_nothing_by_looking_and_keeps_no_page(client: Client, make: Any) -> None:
    world = make(now=clock.now())
    application = world.application if make is make_draft else world
    open_it(client, application)
    records = {"letter": 0, "question": 0, "paper": 0}
    if letter := application.letters.first():
        records["letter"] = letter.pk
    if request := application.requests.first():
        records["question"] = request.pk
    before = state_of_all()
    for name in PRIVATE:
        answer = client.get(path(name, records))
        assert answer.status_code in {200, 302, 404, 405}, name
        assert "no-store" in answer["Cache-Control"], name
        assert application.number not in answer.get("Location", ""), name
    assert state_of_all() == before


def test_it_takes_nothing_from_another_site() -> None:
    application, records = with_records(1)
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/en/eta/apply/resume/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    sign_in = browser.post("/en/eta/apply/resume/", {**keys, "csrfmiddlewaretoken": token})
    assert sign_in.status_code == 302
    before = state_of_all()
    for name in sorted(set(ROUTES) - FROM_ANYWHERE):
        answer = browser.post(path(name, records), {"does": "send", "email": "x@example.org"})
        assert answer.status_code in {403, 405}, name
    assert state_of_all() == before


def test_it_opens_to_nobody_without_number_and_pin(client: Client) -> None:
    _, records = with_records(1)
    before = state_of_all()
    for name in PRIVATE:
        for ask in (client.get, client.post):
            answer = ask(path(name, records))
            asks = answer.status_code == 405 or b'name="pin"' in answer.content
            sent_away = answer.status_code == 302 and "/apply/resume/" in leads_to(answer)
            assert asks or sent_away, (name, answer.status_code)
    assert state_of_all() == before
