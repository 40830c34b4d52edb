"""The answers of an application as an officer reads them, and what differs between versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from markupsafe import Markup

from guichet.applications.form import in_words
from guichet.applications.form.answers import form, reading_of
from guichet.applications.form.in_words import Part
from guichet.applications.models import Application, Version
from guichet.casework import words

Answers = Mapping[str, Any]
FILLED_IN = ("sent", "corrected")  # versions that were in force


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer before and after."""

    key: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version of the answers: when, by whom, and what it changed."""

    pk: int
    cause: str
    words: Markup
    at: datetime
    actor: str
    changes: Sequence[AnswerChange]


def parts(application: Application, language: str) -> list[Part]:
    """Return every section that has answers; an empty answer takes no room."""
    at = application.signed_at or application.saved_at
    reading = reading_of(application.answers, now=at)
    # An officer reads; what was wrong was said to its writer.
    all_parts = in_words.parts(replace(reading, errors={}), language)
    answered_parts = [
        replace(part, rows=tuple(row for row in part.rows if row.value)) for part in all_parts
    ]
    return [part for part in answered_parts if part.rows]


def editions(versions: Sequence[Version], language: str) -> list[Edition]:
    """Return the versions, the newest first, each held against the one that was in force."""
    rows: list[Edition] = []
    in_force: Answers = {}
    for version in versions:
        rows.append(
            Edition(
                pk=version.pk,
                cause=version.cause,
                words=words.of_code("cause", version.cause, language),
                at=version.at,
                actor=version.actor,
                changes=changes(version, in_force, language),
            )
        )
        if version.cause in FILLED_IN:
            in_force = version.answers
    return rows[::-1]


def changes(version: Version, before: Answers, language: str) -> list[AnswerChange]:
    """Return the answers that a version changes, each before and after."""
    fields = form().fields
    return [
        AnswerChange(
            key,
            words.label(key, language),
            _value(before, key, language),
            _value(version.answers, key, language),
        )
        for key in version.changed
        if key in fields
    ]


def _value(answers: Answers, key: str, language: str) -> str:
    return in_words.row(form().fields[key], answers, language).value
