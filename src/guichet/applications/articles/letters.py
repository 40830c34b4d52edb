"""An article of the help center for each letter: what it means, in plain words."""

from collections import Counter
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
    sentences_of,
    with_text,
)
from guichet.guidance.knowledge.made.frames import frame, named, quoted
from guichet.kernel.content.texts import ENGLISH, Text
from guichet.web.words import texts

TOPIC, SUBJECT = "letters", "result"
NAMES = "enquiries"  # how a list calls each kind of letter
_AFTER = 100  # behind what was written


def drafts() -> Iterator[Draft]:
    """Yield the article of each kind of letter that has a summary."""
    kinds = [kind for kind in SHOWS if f"summary.{kind}" in texts(TOPIC)]
    names = Counter(_name(kind, ENGLISH).text for kind in kinds)
    for place, kind in enumerate(kinds, _AFTER):
        yield _draft(kind, place, is_alone=names[_name(kind, ENGLISH).text] == 1)


def _name(kind: str, language: str) -> Text:
    return texts(NAMES).get(f"kind.{kind}", language)


def _beginning(summary: Text) -> Text:
    return named(with_text(summary, " ".join(text.text for text in sentences_of(summary)[:2])))


def _draft(kind: str, place: int, *, is_alone: bool) -> Draft:
    """Return the article of a kind; where another has its name, its beginning is the name."""
    words = texts(TOPIC)

    def said(language: str) -> Said:
        summary = words.get(f"summary.{kind}", language)
        letter = _name(kind, language) if is_alone else _beginning(summary)
        return Said(
            frame("letter_title", language, letter=letter),
            (Line(LEDE, frame("letter_lede", language)), Line(PARAGRAPH, quoted(summary))),
        )

    return Draft(
        article=f"letter-{kind.replace('_', '-')}",
        programme=NAME,
        subject=SUBJECT,
        words=in_each(said),
        action="results",
        place=place,
    )
