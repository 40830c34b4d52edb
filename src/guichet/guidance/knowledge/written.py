"""The articles that were written for the help center: content/articles/."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings

from guichet.eligibility.programme import programme
from guichet.guidance.knowledge.drafts import (
    LEDE,
    PARAGRAPH,
    Draft,
    Said,
    in_each,
    lines_of,
    with_text,
)
from guichet.kernel.content import layers
from guichet.kernel.content.placeholders import placeholders, sentence_with
from guichet.kernel.content.texts import Text, Texts

FOLDER = settings.CONTENT_DIR / "articles"
LIST = FOLDER / "articles.toml"
_PARTS = ("more", "do")


def drafts() -> Iterator[Draft]:
    """Yield each written article of the programmes that are on, in the order of the list."""
    for place, entry in enumerate(entries(), 1):
        if settings.AGENCY.has(entry["programme"]):
            yield _draft(entry, place)


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """Return the list of the articles; an agency's own list stands instead of the shipped one."""
    shape = tomllib.loads(layers.at(LIST).read_text(encoding="utf-8"))
    return tuple(shape.get("article", ()))


@cache
def texts(programme: str) -> Texts:
    """Return the words of the articles of a programme."""
    return Texts(FOLDER / programme)


def _draft(entry: Mapping[str, Any], place: int) -> Draft:
    words, key = texts(entry["programme"]), entry["key"]

    def said(language: str) -> Said:
        more = [words.get(name, language) for part in _PARTS if (name := f"{key}.{part}") in words]
        lede = lines_of(LEDE, [_with_price(words.get(f"{key}.short", language))])
        return Said(words.get(f"{key}.title", language), (*lede, *lines_of(PARAGRAPH, more)))

    return Draft(
        article=key.replace("_", "-"),
        programme=entry["programme"],
        subject=entry["subject"],
        words=in_each(said),
        action=entry.get("action", ""),
        link=entry.get("link", ""),
        place=place,
        is_written=True,
    )


def _with_price(text: Text) -> Text:
    """Return an answer with the fee of the agency, where it names it."""
    if "price" not in placeholders(text.text):
        return text
    price = programme().price(text.language)
    return with_text(text, sentence_with(text.text, {"price": price}))
