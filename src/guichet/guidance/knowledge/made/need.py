"""An article for each row of the law: who needs an authorization, and what to do."""

from collections import Counter
from collections.abc import Iterator

from guichet.eligibility.content import law
from guichet.eligibility.programme import NAME, TOPIC
from guichet.guidance.knowledge.drafts import (
    HEADING,
    LEDE,
    PARAGRAPH,
    Draft,
    Line,
    Said,
    in_each,
    lines_of,
    sentences_of,
)
from guichet.kernel import clock
from guichet.kernel.content.texts import ENGLISH, Text
from guichet.web.words import texts

SUBJECT = "before"
_AFTER = 100  # behind what was written


def drafts() -> Iterator[Draft]:
    """Yield the article of each row that is in force, in the order of the table."""
    answers = {row.key: row.then for row in law().at(clock.now()).rows}
    beginnings = Counter(sentences_of(_why(key, ENGLISH))[0].text for key in answers)
    for place, (key, answer) in enumerate(answers.items(), _AFTER):
        is_alone = beginnings[sentences_of(_why(key, ENGLISH))[0].text] == 1
        yield _draft(key, answer, place, is_alone=is_alone)


def _why(key: str, language: str) -> Text:
    return texts(TOPIC).get(f"row.{key}.why", language)


def _draft(key: str, answer: str, place: int, *, is_alone: bool) -> Draft:
    """Return the article of a row; where others begin alike, all of its reason is the title."""
    words = texts(TOPIC)

    def said(language: str) -> Said:
        reason = _why(key, language)
        title, *why = sentences_of(reason) if is_alone else [reason]
        return Said(
            title,
            (
                Line(LEDE, words.get(f"answer.{answer}", language)),
                *lines_of(PARAGRAPH, why),
                Line(HEADING, words.get("answer.do", language)),
                Line(PARAGRAPH, words.get(f"row.{key}.do", language)),
            ),
        )

    return Draft(
        article=f"need-{key.replace('_', '-')}",
        programme=NAME,
        subject=SUBJECT,
        words=in_each(said),
        action="eligibility",
        place=place,
    )
