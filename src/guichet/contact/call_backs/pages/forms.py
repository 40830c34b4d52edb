"""What is asked of whoever wants to be called back, and of an agent who writes it down."""

from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BooleanField

from guichet.contact.call_backs import numbers
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms.base import Choice, Form, Text
from guichet.web.words import Say

Pairs = Iterable[tuple[str, str]]


def regions() -> list[str]:
    """Return the countries in which a bare number is read: those where the agency is at home."""
    agency = settings.AGENCY
    codes = (agency.country(programme) for programme in agency.programmes)
    return list(dict.fromkeys(code for code in codes if code))


class _NumberForm(Form):
    """A number that can be called, and one of the free windows."""

    number = Text(max_length=60)
    window = Choice()

    def __init__(self, *args: Any, say: Say, windows: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say = say
        cast(Choice, self.fields["window"]).choices = windows

    def clean_number(self) -> str:
        """Return the number as E.164."""
        try:
            return numbers.read(self.cleaned_data["number"], regions=regions())
        except Obstacle:
            raise ValidationError(str(self.say("problem.number"))) from None


class WriteForm(_NumberForm):
    """What an agent writes down, in one of their contacts that go on."""

    contact = Choice()

    def __init__(self, *args: Any, contacts: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Choice, self.fields["contact"]).choices = list(contacts)
        for name in ("contact", "number", "window"):
            self.fields[name].label = self.say(f"write.{name}")
        self.fields["number"].help_text = self.say("write.number_hint")


class AskForm(_NumberForm):
    """What somebody asks for on the web; a box for who cannot get texts."""

    no_texts = BooleanField(required=False)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "window", "no_texts"):
            self.fields[name].label = self.say(f"ask.{name}")
        self.fields["number"].help_text = self.say("ask.number_hint")
        self.fields["window"].help_text = self.say("ask.zone", zone=zone)


class ChooseForm(Form):
    """The window that somebody chooses whose call was missed."""

    window = Choice()

    def __init__(self, *args: Any, say: Say, windows: Pairs, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Choice, self.fields["window"]).choices = windows
        self.fields["window"].label = say("ask.window")
        self.fields["window"].help_text = say("ask.zone", zone=zone)
