"""What somebody types who comes to a shared desk."""

from typing import Any

from django.core.exceptions import ValidationError

from guichet.devices.forms import TOPIC
from guichet.kernel.references import read_number
from guichet.web.forms.base import Form, Text
from guichet.web.words import speaker

PASSKEY = "passkey"  # the way of who presses the other button


class PersonForm(Form):
    """A user name and a desk PIN; who has a passkey types the name alone."""

    person = Text(max_length=150)
    desk_pin = Text(required=False, max_length=20)

    def __init__(self, *args: Any, language: str, by_passkey: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say, self.by_passkey = speaker(language, TOPIC), by_passkey

    def clean_desk_pin(self) -> str:
        """Return the digits, from whatever keyboard; asked for where no passkey is."""
        pin = read_number(self.cleaned_data["desk_pin"])
        if not pin and not self.by_passkey:
            raise ValidationError(self.say("problem.no_pin"), code="no_pin")
        return pin
