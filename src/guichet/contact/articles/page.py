"""What the page of a contact shows of the help center: articles that fit, and one to say aloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guichet.guidance.knowledge import actions, pages, queries
from guichet.guidance.knowledge.pages import ShownIn
from guichet.guidance.knowledge.search import search
from guichet.guidance.models import ArticleVersion
from guichet.kernel.content.texts import Text
from guichet.kernel.obstacles import Obstacle
from guichet.web.addresses.paths import address

MOST = 8
NOTHING: Mapping[str, Any] = {"article": "", "articles": [], "is_article_search": False}


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article that fits: what it is called in both languages, and where the caller reads it."""

    article: str
    say: Text
    own: Text
    url: str


def of_query(query: str, language: str, own: str, *, now: datetime) -> dict[str, Any]:
    """Return the articles that fit words of the caller's language, or of the agent's.

    What no article answers is counted, as on the site, without what may tell of a person.
    """
    names = [hit.article for hit in search(query, language, most=MOST)]
    if own != language:
        names += [hit.article for hit in search(query, own, most=MOST)]
    hits = [_hit(name, language, own) for name in list(dict.fromkeys(names))[:MOST]]
    articles = [hit for hit in hits if hit is not None]
    if not articles:
        actions.count_unanswered(query, language, now=now)
    return {**NOTHING, "articles": articles, "is_article_search": True}


def to_say(article: str, language: str, own: str) -> dict[str, Any]:
    """Return an article in the caller's language and, where that is another, in the agent's."""
    version = queries.current(article)
    if version is None:
        raise Obstacle("no_article")
    say, mine = said_in(version, language), said_in(version, own)
    return {
        **NOTHING,
        "article": article,
        "article_say": say,
        "article_own": mine if mine.title.language != say.title.language else None,
        "article_url": address("guidance:article", language, article=article),
    }


def said_in(version: ArticleVersion, language: str) -> ShownIn:
    """Return an article in a language, or the first in which it is shown to its readers."""
    return pages.shown_once(version, queries.shown_in(version, language)[0])


def _hit(article: str, language: str, own: str) -> ArticleHit | None:
    version = queries.current(article)
    if version is None:
        return None
    say, mine = (said_in(version, code).title for code in (language, own))
    return ArticleHit(article, say, mine, address("guidance:article", language, article=article))
