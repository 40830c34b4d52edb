"""An article of the help center for each letter: what it means, in plain words."""

from collections.abc import Iterator

from guichet.applications.letters.body import SHOWS
from guichet.eligibility.programme import NAME
from guichet.guidance.knowledge.drafts import (
    LEDE,
    PARAGRAPH,
    Draft,
    Line,
    Said,
    in_each,
    lines_of,
    sentences_of,
    without_blanks,
)
from guichet.web.words import texts

TOPIC, SUBJECT = "letters", "result"
_AFTER = 100  # behind what was written


def drafts() -> Iterator[Draft]:
    """Yield the article of each kind of letter that has a summary."""
    kinds = [kind for kind in SHOWS if f"summary.{kind}" in texts(TOPIC)]
    for place, kind in enumerate(kinds, _AFTER):
        yield _draft(kind, place)


def _draft(kind: str, place: int) -> Draft:
    words = texts(TOPIC)

    def said(language: str) -> Said:
        title, *more = sentences_of(without_blanks(words.get(f"summary.{kind}", language)))
        lines = lines_of(PARAGRAPH, more)
        return Said(title, (Line(LEDE, words.get("common.subject", language)), *lines))

    return Draft(
        article=f"letter-{kind.replace('_', '-')}",
        programme=NAME,
        subject=SUBJECT,
        words=in_each(said),
        action="results",
        place=place,
    )
