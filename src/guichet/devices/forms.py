"""What staff type who pair a device: its code, where it stands, its languages."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from guichet.devices import codes
from guichet.kernel import references
from guichet.web.forms.base import Choice, Form, Several, Text
from guichet.web.languages import ALL, CATALOGUED, OFFERED
from guichet.web.words import speaker

TOPIC = "devices"
MOST_LANGUAGES = 4  # that take turns on one screen


class PairingForm(Form):
    """The code that a device shows, where a kiosk stands, a name for it, and what it speaks."""

    code = Text(max_length=20)
    office = Choice(required=False)
    name = Text(max_length=60)
    languages = Several()

    def __init__(
        self, *args: Any, language: str, offices: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.say = speaker(language, TOPIC)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]
        self.only = offices[0][0] if len(offices) == 1 else ""  # where there is none to choose
        for name, field in self.fields.items():
            field.label = self.say(f"form.{name}")
        self.fields["name"].help_text = self.say("form.name_hint")
        self.fields["code"].help_text = self.say("form.code_hint")
        self.fields["office"].help_text = self.say("form.office_hint")
        choices = [(code, ALL[code].endonym) for code in spoken()]
        self.fields["languages"].choices = choices  # type: ignore[attr-defined]
        self.fields["languages"].initial = first_languages()

    def clean_code(self) -> str:
        """Return the code as it was made; what cannot be one is told so."""
        code = references.read_number(self.cleaned_data["code"])
        if len(code) != codes.LENGTH:
            raise ValidationError(self.say("problem.shape"), code="shape")
        return code

    def clean_office(self) -> str:
        """Return where a kiosk stands: the office that was chosen, or the only one."""
        return str(self.cleaned_data["office"]) or self.only

    def clean_languages(self) -> list[str]:
        """Return the languages in the order of the list; more than four is too slow a turn."""
        languages = [code for code in spoken() if code in self.cleaned_data["languages"]]
        if len(languages) > MOST_LANGUAGES:
            raise ValidationError(self.say("problem.languages"), code="languages")
        return languages


def spoken() -> list[str]:
    """Return the languages that a device can be set to: those offered that it has words in."""
    return [code for code in OFFERED if code in CATALOGUED]


def first_languages() -> list[str]:
    """Return what a device speaks where nobody chose: the first two of the agency."""
    return spoken()[:2]
