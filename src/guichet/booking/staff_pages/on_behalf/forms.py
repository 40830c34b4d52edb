"""What staff type to book for people: what for, how many, who they are, why a rule is lifted."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from guichet.booking.forms.client import ClientForm
from guichet.booking.on_behalf.rules import MOST_TOGETHER
from guichet.web.forms.base import Choice, Form, Several, Text
from guichet.web.languages import ALL, OFFERED
from guichet.web.words import Say, speaker

TOPIC = "on_behalf"
REASONS = ("court", "health", "travel", "mistake", "group", "other")
HELPED = ("name", "date_of_birth", "phone", "email", "case_number", "access_needs", "interpreter")


class StaffForm(Form):
    """A form with the words of these pages."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say = speaker(language, TOPIC)
        for name, field in self.fields.items():
            field.label = self.say(f"form.{name}")
        _offer(self.fields, "reason", _reasons(self.say))


class PlaceForm(StaffForm):
    """For what and for how many people, and of which day the times are shown."""

    service = Choice()
    people = Choice(required=False)
    day = Text(required=False, max_length=10)

    def __init__(self, *args: Any, services: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields, "service", list(services.items()))
        _offer(self.fields, "people", _numbers(MOST_TOGETHER))


class TimeForm(StaffForm):
    """The time that was chosen; before its minute of release, why."""

    slot = Text(max_length=17)
    people = Choice(required=False)
    reason = Choice(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields, "people", _numbers(MOST_TOGETHER))

    def clean_slot(self) -> int:
        """Return the number of a slot."""
        text = self.cleaned_data["slot"]
        if not (text.isascii() and text.isdigit()):
            raise ValidationError(self.say("problem.not_found"), code="not_found")
        return int(text)


class BookForm(StaffForm):
    """The answers to what was asked about people, by their number, and why a limit is lifted."""

    also_then = Several(required=False)
    somebody_else = Several(required=False)
    reason = Choice(required=False)

    def __init__(self, *args: Any, people: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("also_then", "somebody_else"):
            _offer(self.fields, name, _numbers(people))


class PersonForm(ClientForm):
    """Who comes, with the fields and the readers of the public's form, and what they speak."""

    speaks = Choice()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say = speaker(self.language, TOPIC)
        for name, field in self.fields.items():
            field.label = say(f"person.{name}")
        for name in HELPED:
            field = self.fields[name]
            field.help_text = say(f"person.{name}_help") if name != "interpreter" else ""
        _offer(self.fields, "speaks", [(code, ALL[code].endonym) for code in OFFERED])


def _offer(fields: Mapping[str, forms.Field], name: str, choices: list[tuple[str, str]]) -> None:
    if name in fields:
        cast(forms.ChoiceField, fields[name]).choices = choices


def _numbers(most: int) -> list[tuple[str, str]]:
    return [(str(number), str(number)) for number in range(1, most + 1)]


def _reasons(say: Say) -> list[tuple[str, str]]:
    return [(code, str(say(f"reason.{code}"))) for code in REASONS]
