"""An article for each row of the law: who needs an authorization, and what to do."""

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
)
from guichet.guidance.knowledge.made.frames import frame
from guichet.kernel import clock
from guichet.kernel.content.texts import Text
from guichet.web.words import texts

SUBJECT = "before"
_AFTER = 100  # behind what was written


def drafts() -> Iterator[Draft]:
    """Yield the article of each row that is in force, in the order of the table."""
    answers = {row.key: row.then for row in law().at(clock.now()).rows}
    for place, (key, answer) in enumerate(answers.items(), _AFTER):
        yield _draft(key, answer, place)


def _why(key: str, language: str) -> Text:
    return texts(TOPIC).get(f"row.{key}.why", language)


def _draft(key: str, answer: str, place: int) -> Draft:
    """Return the article of a row; all of its reason is the title, for others begin alike."""
    words = texts(TOPIC)

    def said(language: str) -> Said:
        says = words.get(f"answer.{answer}", language)
        return Said(
            frame("rule_title", language, rule=_why(key, language)),
            (
                Line(LEDE, frame("rule_lede", language)),
                Line(PARAGRAPH, frame("rule_answer", language, answer=says)),
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
