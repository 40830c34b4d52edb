"""All articles of a language as a book to print, for partners: a tagged PDF (PDF/UA-1)."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.guidance.knowledge import pages, queries
from guichet.guidance.models import ArticleVersion
from guichet.guidance.words import TOPIC as GUIDANCE
from guichet.post import fonts, issuer
from guichet.post.tongues import tongue
from guichet.post.typesetting import as_json, typeset
from guichet.web.formats.dates import number
from guichet.web.sentences import page_of_pages
from guichet.web.words import texts

TEMPLATE = Path(__file__).parent / "typst" / "book.typ"
type Words = dict[str, Any]


@lru_cache(maxsize=2)  # two megabytes each
def pdf(language: str, latest: int) -> bytes:
    """Return the book of a language; `latest` is the version that was published last of all."""
    rows = [row for row in queries.published() if language in row.words]
    words = _words(sorted(rows, key=lambda row: (row.place, row.article)), language)
    inputs = {"book": as_json(words, plain_arabic=True), "author": issuer.name(language)}
    return typeset(TEMPLATE, inputs)


def _words(rows: list[ArticleVersion], language: str) -> Words:
    say = texts(pages.TOPIC)
    latest = max((row.published_at for row in rows), default=None)
    about = say.get("subject.all", language).text % {"count": number(len(rows), language)}
    day = pages.day_of(latest, language) if latest else ""
    return {
        **tongue(language),
        "fonts": fonts.families(language),
        "title": say.get("book.title", language).text,
        "issuer": issuer.name(language),
        "address": f"{settings.PUBLIC_URL}{pages.home_url(language)}",
        "about": f"{about} · {day}",
        "subjects": [
            _subject(name, articles, language)
            for name in pages.GROUPS
            if (articles := [row for row in rows if row.subject == name])
        ],
        "page": page_of_pages(language),
    }


def _subject(name: str, rows: list[ArticleVersion], language: str) -> Words:
    return {
        "title": texts(GUIDANCE).get(f"group.{name}", language).text,
        "count": number(len(rows), language),
        "articles": [_article(row, language) for row in rows],
    }


def _article(row: ArticleVersion, language: str) -> Words:
    view = pages.shown_once(row, language)
    version = texts(pages.TOPIC).get("article.version", language).text
    values = {
        "number": number(row.number, language),
        "day": pages.day_of(row.published_at, language),
    }
    return {
        "title": view.title.text,
        "parts": [
            {"kind": kind, "texts": [text.text for text in lines]} for kind, lines in view.pieces
        ],
        "version": version % values,
    }
