"""Search the articles: the reader's language first, by an index, within a bound."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.db import connection

from guichet.guidance.knowledge import terms
from guichet.guidance.models import Article
from guichet.kernel.content import layers

MOST = 20  # articles in an answer
# Whoever looks for a single letter means no article in particular: so many are put in order.
_BOUND = 1000
_BY_LENGTH = 1  # PostgreSQL divides a rank by the logarithm of an article's length
MADE = 100  # the place from which articles are made from words that stand, not written for this
_SHORT = 3  # letters: a word that is no longer says little where others do
# Words that people type for what articles call otherwise.
_EVERYDAY = settings.CONTENT_DIR / "tables" / "everyday_words.toml"
_OF_EVERY_PAGE = "en"
# The language stands before every term: a row of another one is never met. The rows are met by the
# index before any bound is known, or PostgreSQL would read all of them to find so many.
STATEMENT = """
WITH met AS MATERIALIZED (
  SELECT id FROM guidance_article
   WHERE terms @@ %(query)s::tsquery AND programme = ANY(%(programmes)s)
), near AS (
  SELECT article, said_in, title, terms,
         said_in = %(language)s AS is_own, place < %(made)s AS is_written
    FROM guidance_article WHERE id = ANY(ARRAY(SELECT id FROM met LIMIT %(bound)s))
)
SELECT article, said_in, title FROM near
 ORDER BY is_own DESC,
          ts_rank('{0.1, 0.2, 0.4, 1.0}', terms, %(query)s::tsquery, %(by_length)s)
            * CASE WHEN is_written THEN 1.5 ELSE 1 END DESC,
          article
 LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that fits; `said_in` is the language of its title."""

    article: str
    said_in: str
    title: str


def search(query: str, language: str, *, most: int = MOST) -> list[Hit]:
    """Return the articles that fit a search best.

    Those that are meant by everyday words stand first (`articles_meant`), then those that have all
    its words; where no article has all of them, those that have most of the long ones.
    Words that were typed in English meet the articles of an English page, told in the reader's
    language. Nothing is returned for a search without letters and digits.
    """
    words = terms.looked_for(query)
    if not words:
        return []
    first = _told(articles_meant(words, language), language)
    others = [hit for hit in _fitting(words, language, most) if hit not in first]
    return [*first, *others][:most]


def _fitting(words: Sequence[str], language: str, most: int) -> list[Hit]:
    hits = _ask(terms.query(language, words), language, most)
    if not hits and language != "en":
        names = [hit.article for hit in _ask(terms.query("en", words), "en", most)]
        hits = _told(names, language)
    if not hits and len(words) > 1:
        long = [term for term in words if len(term) > _SHORT or not term.isascii()] or words
        hits = _ask(terms.query(language, long, every=False), language, most)
    return hits


def values_of(query: str, language: str, *, most: int) -> dict[str, str | int | list[str]]:
    """Return the values of the statement for what PostgreSQL reads as a tsquery."""
    return {
        "query": query,
        "language": language,
        "programmes": list(settings.AGENCY.programmes),
        "most": most,
        "made": MADE,
        "bound": _BOUND,
        "by_length": _BY_LENGTH,
    }


def _ask(query: str, language: str, most: int) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, cast(Any, values_of(query, language, most=most)))
        return [Hit(*row) for row in cursor.fetchall()]


def _told(names: Sequence[str], language: str) -> list[Hit]:
    if not names:
        return []
    rows = Article.objects.filter(
        language=language, article__in=names, programme__in=settings.AGENCY.programmes
    )
    by_name = {row.article: Hit(row.article, row.said_in, row.title) for row in rows.defer("terms")}
    hits = [by_name[name] for name in names if name in by_name]
    return sorted(hits, key=lambda hit: hit.said_in != language)  # what they can read first


def articles_meant(words: Iterable[str], language: str) -> list[str]:
    """Return the names of the articles that a search means by everyday words, the best first."""
    asking = frozenset(words)
    names = [
        name
        for code in dict.fromkeys((language, _OF_EVERY_PAGE))
        for word, articles in everyday_words(code)
        if word <= asking
        for name in articles
    ]
    return list(dict.fromkeys(names))


@cache
def everyday_words(language: str) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """Return the everyday words of a language, as terms, each with the articles it means."""
    return tuple(
        (frozenset(terms.terms_of(word)), tuple(matter["articles"]))
        for matter in matters().values()
        for word in str(matter.get(language, "")).split()
    )


@cache
def matters() -> Mapping[str, Mapping[str, list[str]]]:
    """Return the table: articles and words in languages, by matter."""
    matter: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
        layers.at(_EVERYDAY).read_text(encoding="utf-8")
    )["matter"]
    return matter
