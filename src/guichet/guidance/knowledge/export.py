"""All that is published, as partners take it: partner call centers and visa application centers."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from django.conf import settings
from ninja import Schema
from pydantic import Field
from pydantic_core import to_json

from guichet.guidance.knowledge import pages, queries
from guichet.guidance.models import ArticleVersion, PolicyVersion
from guichet.guidance.policies import queries as of_policies
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day
from guichet.web.languages import DEFAULT


class LineOut(Schema):
    """A piece of an article."""

    kind: str = Field(description="lede, paragraph, heading or item")
    text: str


class SaidOut(Schema):
    """An article in a language."""

    title: str
    lines: list[LineOut]
    changed_on: str = Field(description="The day since which it says this, or nothing.")
    machine: bool = Field(description="Translated by a machine, and read by no person yet.")
    url: str


class PublishedOut(Schema):
    """A version: when it was published, and in which languages it says something else."""

    version: int
    published: datetime
    changed_in: list[str]


class PolicyOut(Schema):
    """Which version of a policy, procedure or instruction an article says, and its page."""

    version: int
    since: date
    url: str


class ArticleOut(Schema):
    """An article that is published now."""

    id: str
    kind: str = Field(description="article, policy, procedure or instruction")
    policy: PolicyOut | None = Field(description="Nothing for an article.")
    version: int
    published: datetime
    programme: str
    subject: str
    languages: dict[str, SaidOut]
    versions: list[PublishedOut] = Field(description="All, the latest first.")


class ExportOut(Schema):
    """Every article that is published now, by name."""

    articles: list[ArticleOut]


def drawn(language: str) -> bytes:
    """Return every article as JSON: in all its languages, or in one."""
    histories: dict[str, list[dict[str, object]]] = {}
    for row in queries.history():
        histories.setdefault(row.article, []).append(_published(row))
    policies = {row.policy: row for row in of_policies.published(today=authority_day(clock.now()))}
    articles = [
        _article(row, histories[row.article], language) | _kind(row, policies)
        for row in queries.published()
    ]
    return to_json({"articles": [article for article in articles if article["languages"]]})


def utc(at: datetime) -> str:
    """Return a moment as RFC 3339 has it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _article(
    version: ArticleVersion, history: Iterable[dict[str, object]], language: str
) -> dict[str, object]:
    codes = [code for code in version.words if not language or code == language]
    return {
        "id": version.article,
        "version": version.number,
        "published": utc(version.published_at),
        "programme": version.programme,
        "subject": version.subject,
        "languages": {code: _said(version, code) for code in codes},
        "versions": list(history),
    }


def _kind(version: ArticleVersion, policies: Mapping[str, PolicyVersion]) -> dict[str, object]:
    policy = policies.get(version.link) if version.action == pages.POLICY else None
    if policy is None:
        return {"kind": "article", "policy": None}
    url = f"{settings.PUBLIC_URL}{pages.action_url(version, DEFAULT)}"
    words = {"version": policy.number, "since": policy.since.isoformat(), "url": url}
    return {"kind": policy.kind, "policy": words}


def _said(version: ArticleVersion, code: str) -> dict[str, object]:
    words = version.words[code]
    return {
        "title": words["title"],
        "lines": words["lines"],
        "changed_on": words.get("changed_on", ""),
        "machine": bool(words.get("unread")),
        "url": f"{settings.PUBLIC_URL}{pages.url_of(version.article, code)}",
    }


def _published(row: ArticleVersion) -> dict[str, object]:
    published = utc(row.published_at)
    return {"version": row.number, "published": published, "changed_in": row.changed_in}
