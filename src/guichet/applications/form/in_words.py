"""Answers as a person reads them over: by section, in words, with what is wrong beside them."""

from collections.abc import Mapping
from dataclasses import dataclass

from guichet.applications.form import questions
from guichet.applications.form.fields import Reading
from guichet.applications.form.readers import Field
from guichet.kernel.content.texts import Text
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import births
from guichet.web.formats.dates import birthday


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer in words. `compare`: it was typed once, so it is shown large."""

    key: str
    label: Text
    value: str
    compare: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its answers."""

    key: str
    title: Text
    rows: tuple[AnswerRow, ...]


def parts(reading: Reading, language: str) -> list[Part]:
    """Return every section but the one that is signed on the same page."""
    words, answers = questions.words(), {**reading.raw, **reading.answers}
    return [
        Part(
            section.key,
            words.section(section.key, language),
            tuple(
                row(field, answers, language, code=reading.errors.get(field.key, ""))
                for field in section.fields
            ),
        )
        for section in questions.steps_before_review(reading.sections)
    ]


def row(field: Field, answers: Mapping[str, object], language: str, *, code: str = "") -> AnswerRow:
    """Return one answer in words."""
    words, value = questions.words(), answers.get(field.key)
    values = value if isinstance(value, list) else [value]
    texts = [in_words(field, str(text), language) for text in values if text]
    return AnswerRow(
        key=field.key,
        label=words.help(field.key, language).label,
        value=" · ".join(texts),
        compare=bool(field.once and texts),
        error=words.error(code, language, key=field.key) if code else "",
    )


def in_words(field: Field, value: str, language: str) -> str:
    """Return an answer as it is read: a country by name, a day in full."""
    if field.is_day:
        try:
            return birthday(births.read(value), language)
        except Obstacle:
            return value
    options, others = questions.options_of(field, language)
    if field.type == "agree":
        return "✓" if value in {"yes", "on", "true"} else ""
    return str({**dict(options), **dict(others)}.get(value, value))
