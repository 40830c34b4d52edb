"""Policies are articles of the help center too: found, exported, printed, with their dates."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from guichet.guidance.knowledge import actions, book, queries
from guichet.guidance.knowledge.sources import SOURCES, Source
from guichet.guidance.models import ArticleVersion
from guichet.guidance.policies import articles
from guichet.guidance.policies.testing import make_policy
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day

pytestmark = pytest.mark.django_db
PAGE, SEARCH = "/en/help/policy-call-backs/", "/api/v1/knowledge/search"
TEXT = {
    "en": "## When\n\nWe call *back* [soon](https://a.example/).\n\n- On Mondays\n- Or later",
    "fr": "Nous rappelons.",
}


@pytest.fixture(autouse=True)
def policies_alone() -> Iterator[None]:
    every = list(SOURCES)
    SOURCES[:] = [Source(articles.drafts, articles.stamp)]
    yield
    SOURCES[:] = every
    queries.forget()


def test_a_policy_is_found_exported_and_printed_until_another_one_holds(client: Client) -> None:
    now = clock.now()
    make_policy(now=now, kind="procedure", texts=TEXT)
    assert actions.publish(now=now) == 1
    hits = client.get(SEARCH, {"q": "mondays", "lang": "en"}).json()["articles"]
    assert [hit["id"] for hit in hits] == ["policy-call-backs"]
    page = client.get(PAGE).content.decode()
    assert "Procedures · Version 1 · In force since" in page.replace("\u2068", "").replace(
        "\u2069", ""
    )
    assert "<h2>When</h2>" in page and "<li>On Mondays</li>" in page
    assert "We call back soon." in page and "It is new." in page
    assert 'href="/en/policies/call-backs/"' in page
    assert f'datetime="{authority_day(now).isoformat()}"' in page  # the date of modification
    export = client.get("/api/v1/knowledge/export.json").json()["articles"][0]
    assert (export["kind"], export["subject"]) == ("procedure", "policies")
    policy = export["policy"]
    assert (policy["version"], policy["since"]) == (1, authority_day(now).isoformat())
    assert policy["url"].endswith("/en/policies/call-backs/")
    assert sorted(export["languages"]) == ["en", "fr"]
    assert client.get(policy["url"]).status_code == 200
    assert book.pdf("en", queries.latest_change()).startswith(b"%PDF")
    subject = client.get("/ar/help/?subject=policies").content.decode()
    assert "السياسات والتعليمات" in subject and "/ar/help/policy-call-backs/" in subject


def test_what_is_approved_for_a_later_day_is_no_article_before(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    make_policy(now=now, since=authority_day(now) + timedelta(days=3))
    assert actions.publish(now=now) == 0
    assert client.get(PAGE).status_code == 404
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=3))
    assert actions.publish(now=clock.now()) == 1
    assert ArticleVersion.objects.get().number == 1
    assert client.get(PAGE).status_code == 200
