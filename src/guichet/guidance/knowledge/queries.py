"""Reads of articles: what is listed, one with its versions, what changed, what was not found."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from guichet.guidance.models import Article, ArticleVersion, UnansweredSearch
from guichet.web.languages import FIRST, OFFERED

YOUNG = 2.0  # seconds: a list is as old at most
_FALLBACKS = ("en", "fr")  # where an article is not in the reader's language


@dataclass
class _Listing:
    rows: dict[str, list[Article]] = field(default_factory=dict)
    at: float = 0.0


_listing = _Listing()


def forget() -> None:
    """Read the lists when they are asked for next: something was published."""
    _listing.rows.clear()


def shown_in(version: ArticleVersion, language: str) -> list[str]:
    """Return the languages in which an article is shown: the reader's, else English and French."""
    if language in version.words:
        return [language]
    others = [code for code in (*_FALLBACKS, FIRST, *OFFERED) if code in version.words]
    in_two = [code for code in others if code in _FALLBACKS]
    return list(dict.fromkeys(in_two or others[:1] or sorted(version.words)[:1]))


def listed(language: str) -> list[Article]:
    """Return every article that a reader of a language may open, by subject and place."""
    if time.monotonic() > _listing.at + YOUNG:
        _listing.rows, _listing.at = {}, time.monotonic()
    rows = _listing.rows
    if language not in rows:
        articles = of_programmes(Article.objects.filter(language=language)).defer("terms")
        rows[language] = list(articles.order_by("subject", "place", "article"))
    return rows[language]


def of_programmes[Row: (Article, ArticleVersion)](rows: QuerySet[Row]) -> QuerySet[Row]:
    """Return those of the programmes that are on."""
    return rows.filter(programme__in=settings.AGENCY.programmes)


def current(article: str) -> ArticleVersion | None:
    """Return the version of an article that holds; None where there is none, or none any more."""
    version = of_programmes(ArticleVersion.objects.filter(article=article)).last()
    return version if version and version.words else None


def versions(article: str) -> list[ArticleVersion]:
    """Return what was published of an article, the latest first."""
    return list(ArticleVersion.objects.filter(article=article).order_by("-number"))


def latest_versions() -> list[ArticleVersion]:
    """Return the latest version of every article, of all programmes."""
    return list(ArticleVersion.objects.order_by("article", "-number").distinct("article"))


def published() -> list[ArticleVersion]:
    """Return the version of each article that holds, by name, of the programmes that are on."""
    rows = of_programmes(ArticleVersion.objects.all())
    return [row for row in rows.order_by("article", "-number").distinct("article") if row.words]


def changes(language: str, *, most: int) -> Iterator[tuple[ArticleVersion, ArticleVersion | None]]:
    """Yield the latest versions that say something else in a language, each with the one before."""
    rows = of_programmes(ArticleVersion.objects.filter(changed_in__contains=[language]))
    latest = list(rows.order_by("-published_at", "-pk")[:most])
    names = {row.article for row in latest}
    every = ArticleVersion.objects.filter(article__in=names)
    by_number = {(row.article, row.number): row for row in every}
    for row in latest:
        yield row, by_number.get((row.article, row.number - 1))


def history() -> QuerySet[ArticleVersion]:
    """Return every version of the programmes that are on, the latest first, without its words."""
    rows = of_programmes(ArticleVersion.objects.all()).defer("words")
    return rows.order_by("article", "-number")


def latest_change() -> int:
    """Return a number that grows with every version: what programs compare."""
    return ArticleVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def languages_listed() -> Mapping[str, int]:
    """Return in how many languages each article is listed."""
    rows = Article.objects.values_list("article").annotate(count=Count("pk"))
    return dict(rows.order_by())


def unanswered(*, since: date, most: int = 100) -> list[tuple[str, str, int]]:
    """Return what people looked for in vain since a day: words, language, count; the most first."""
    rows = UnansweredSearch.objects.filter(day__gte=since).values_list("words", "language")
    return list(rows.annotate(total=Sum("count")).order_by("-total", "words")[:most])
