"""What is typed and pressed at a kiosk: a number, by scanner, keyboard or keys on the screen."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from guichet.counter.desk.scanning import number_in
from guichet.kernel import references
from guichet.web.forms.base import Choice, Form, Text
from guichet.web.words import Say

LONGEST = 100  # of what a scanner types
DELETE = "delete"
KEYS = tuple(references.ALPHABET)


class NumberForm(Form):
    """The number of an appointment, or the code of its notice.

    A number that nobody can have is answered like one that nobody has.
    """

    code = Text(max_length=LONGEST)

    def __init__(self, *args: Any, say: Say, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say, field = say, self.fields["code"]
        field.label = say("number.label")
        messages = {"required": say("problem.empty"), "malformed": say("problem.not_found")}
        field.error_messages |= messages

    def clean_code(self) -> str:
        """Return the number without signs between."""
        number = number_in(self.cleaned_data["code"])
        if not references.is_number(number):
            raise ValidationError(self.say("problem.not_found"), code="not_found")
        return number


class KeyForm(Form):
    """A key on the screen, where no script presses it: it comes with what was typed before."""

    code = Text(required=False, max_length=LONGEST)
    key = Choice(choices=[(key, key) for key in (*KEYS, DELETE)])

    def typed(self) -> str:
        """Return what stands in the field after the press."""
        code, key = self.cleaned_data["code"], self.cleaned_data["key"]
        return str(code[:-1] if key == DELETE else code + key)[:LONGEST]


class ServiceForm(Form):
    """What somebody comes for who has no appointment."""

    service = Choice()

    def __init__(self, *args: Any, services: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [(code, code) for code in services]  # type: ignore[attr-defined]
