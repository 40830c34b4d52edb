"""What the answers of a form say to the rule, to the look-up and to the triage of corrections."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings

from guichet.applications.form.fields import Form, Reading
from guichet.applications.form.own.letters import languages_of_letters
from guichet.eligibility.content import law, today

Answers = Mapping[str, Any]


@cache
def form() -> Form:
    """Return the form of the authorization, read once."""
    return Form(settings.CONTENT_DIR, law())


def reading_of(answers: Answers, *, now: datetime, earlier: Reading | None = None) -> Reading:
    """Return the answers read: what is kept, wrong and sent. It is dear, so hand on what it gives.

    An `earlier` reading is returned where it is of the same answers and the same day.
    """
    day = today(now)
    if earlier and earlier.raw == answers and earlier.today == day:
        return earlier
    return form().read(answers, today=day)


def name_in(answers: Answers) -> str:
    """Return the name of the person that an application is for; "" before it was typed."""
    parts = (str(answers.get(key) or "").strip() for key in ("given_names", "surname"))
    return " ".join(part for part in parts if part)


def name_of(answers: Answers) -> str:
    """Return the name of the traveler as their passport has it.

    >>> name_of({"surname": "OKAFOR", "given_names": ""})
    'OKAFOR'
    """
    parts = [str(answers.get(key, "")) for key in ("given_names", "surname")]
    return " ".join(part for part in parts if part)


def letter_language(answers: Answers, *, language: str) -> str:
    """Return a language of letters: as was wished, or else the one nearer to the interface."""
    wished, languages = answers.get("letter_language"), letter_languages()
    if wished in languages:
        return str(wished)
    return language if language in languages else languages[0]


def letter_languages() -> tuple[str, ...]:
    """Return the languages the form lets choose among, or those in which letters are whole."""
    question = form().fields.get("letter_language")
    return question.options if question else languages_of_letters(settings.CONTENT_DIR)


def fields_changed(before: Answers, after: Answers) -> Collection[str]:
    """Return the fields that differ, in a fixed order."""
    fields = {*before, *after}
    return sorted(key for key in fields if before.get(key) != after.get(key))
