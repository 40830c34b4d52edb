"""Fields of the opening of offices: times of day and whole numbers, read as staff type them."""

from datetime import time
from typing import Any

from django.core.exceptions import ValidationError

from guichet.kernel.obstacles import Obstacle
from guichet.opening import rules
from guichet.web.formats.dates import clock
from guichet.web.forms.base import Text

HELPED = ("staff", "walk_ins", "minutes", "held_back", "horizon")  # they have a line of help


class Clock(Text):
    """A time of day; empty where the whole day is meant."""

    def clean(self, value: Any) -> time | None:
        """Return the time, or refuse what is none: the form has the sentence."""
        text = super().clean(value)
        try:
            return rules.read_clock(text) if text else None
        except Obstacle as obstacle:
            raise ValidationError(obstacle.code, code=obstacle.code) from None


class Count(Text):
    """A whole number within bounds, in digits of any script; None where it is left out."""

    def __init__(self, *args: Any, least: int = 0, most: int, **kwargs: Any) -> None:
        super().__init__(*args, max_length=6, **kwargs)
        self.least, self.most = least, most

    def clean(self, value: Any) -> int | None:
        """Return the number, or refuse what is none: the form has the sentence."""
        text = super().clean(value)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and self.least <= int(text) <= self.most):
            raise ValidationError("count", code="count")
        return int(text)


def typed_clock(at: time, language: str) -> str:
    """Return a time of day as pages write it in a language, and as `Clock` reads it again."""
    return clock(at.hour, at.minute, language).replace("\xa0", " ")


def put_into_words(form: Any, group: str) -> None:
    """Give the fields of a form their labels and their lines of help."""
    for name, field in form.fields.items():
        field.label = form.say(f"{group}.{name}")
        if name in HELPED:
            field.help_text = form.say(f"{group}.{name}_help")


def put_refusals_into_words(form: Any) -> None:
    """Say beside each field why a time or a number is none."""
    faults = form.errors.as_data()
    for name, field in form.fields.items():
        codes = {error.code for error in faults.get(name, ())}
        if isinstance(field, Clock) and "no_such_time" in codes:
            form._errors[name] = form.error_class([form.say("problem.no_such_time")])
        if isinstance(field, Count) and "count" in codes:
            bounds = {"least": field.least, "most": field.most}
            form._errors[name] = form.error_class([form.say("problem.count", **bounds)])
