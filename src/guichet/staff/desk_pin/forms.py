"""What somebody types who sets a desk PIN: twice the same."""

from typing import Any

from django.core.exceptions import ValidationError

from guichet.kernel.references import read_number
from guichet.staff.frame.words import later
from guichet.web.forms.base import Form, Text


class DeskPinForm(Form):
    """A desk PIN and the same once more."""

    desk_pin = Text(max_length=20)
    desk_pin_again = Text(max_length=20)

    def clean_desk_pin(self) -> str:
        """Return the digits, from whatever keyboard."""
        return read_number(self.cleaned_data["desk_pin"])

    def clean(self) -> dict[str, Any]:
        """Ask for the same twice: who mistypes here would be locked out at a desk."""
        answers = super().clean() or self.cleaned_data
        again = read_number(answers.get("desk_pin_again", ""))
        if not self.errors and answers["desk_pin"] != again:
            self.add_error("desk_pin_again", ValidationError(later("error.pin_twice")))
        return answers
