"""An article of the help center for every field of the form: what to type, a usual mistake."""

from collections import Counter
from collections.abc import Iterator

from guichet.applications.form.answers import form
from guichet.applications.form.questions import words
from guichet.applications.form.readers import Field
from guichet.eligibility.programme import NAME
from guichet.guidance.knowledge.drafts import (
    HEADING,
    ITEM,
    LEDE,
    PARAGRAPH,
    Draft,
    Line,
    Said,
    in_each,
    lines_of,
    with_text,
)
from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.content.texts import ENGLISH

SUBJECT = "form"
_AFTER = 100  # behind what was written


def drafts() -> Iterator[Draft]:
    """Yield the article of each field, in the order of the form."""
    fields = [field for section in form().sections for field in section.fields]
    labels = Counter(words().help(field.key, ENGLISH).label.text for field in fields)
    for place, field in enumerate(fields, _AFTER):
        is_alone = labels[words().help(field.key, ENGLISH).label.text] == 1
        yield _draft(field, place, is_alone=is_alone)


def _draft(field: Field, place: int, *, is_alone: bool) -> Draft:
    """Return the article of a field; where another asks with the same words, its help follows."""

    def said(language: str) -> Said:
        guide = words().help(field.key, language)
        title = guide.label
        if not is_alone and guide.help:
            title = with_text(title, f"{title.text} {guide.help.text}")
        return Said(title, tuple(_lines(field, language)))

    return Draft(
        article=f"question-{field.key.replace('_', '-')}"[:60].rstrip("-"),
        programme=NAME,
        subject=SUBJECT,
        words=in_each(said),
        action="apply",
        place=place,
    )


def _lines(field: Field, language: str) -> Iterator[Line]:
    texts, guide = words().texts, words().help(field.key, language)
    yield from lines_of(LEDE, [guide.help])
    if guide.where:
        yield Line(HEADING, texts.get("note.where", language))
        yield Line(PARAGRAPH, guide.where)
    if guide.example:
        example = texts.get("note.example", language)
        filled = sentence_with(example.text, {"example": guide.example})
        yield Line(PARAGRAPH, with_text(example, filled))
    for _, option in words().options(field.key, language):
        yield Line(ITEM, option)
    yield Line(HEADING, texts.get("note.mistake", language))
    yield Line(PARAGRAPH, guide.mistake)
