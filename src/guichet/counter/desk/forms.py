"""What a desk types: a number or a code, a walk-in, whom to call, how it went, whom to look for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from guichet.booking.clients import details
from guichet.booking.forms.interpreting import both_names
from guichet.counter.desk.scanning import number_in
from guichet.counter.models import Serving
from guichet.counter.pages import TOPIC, named
from guichet.counter.queue import precedence, rules
from guichet.kernel import references
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms.base import Choice, Day, Form, Several, Text
from guichet.web.languages import ALL, OFFERED
from guichet.web.words import speaker

LONGEST_NOTE = 1000
LONGEST_SIGN = 40  # as typed: what is too long for a sign is said, and never cut
PARKED = (5, 10, 20, 0)  # minutes; 0: until staff call them
PAPERS = ("passport", "identity_card", "residence", "license", "other")


class DeskForm(Form):
    """A form with the words of a desk, at an office with these services."""

    def __init__(
        self,
        *args: Any,
        language: str,
        services: Mapping[str, Mapping[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.say, self.reader = speaker(language, TOPIC), language
        self.services = services or {}  # their names by code
        for name, field in self.fields.items():
            field.label = self.say(f"form.{name}")
            if isinstance(field, forms.ChoiceField):
                field.choices = self.choices_of(name)

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """Return the answers of a field, each with its words."""
        if name == "service":
            return [(code, named(names, self.reader)) for code, names in self.services.items()]
        if name == "language":
            return both_names({code: ALL[code].endonym for code in OFFERED}, self.reader)
        codes = {
            "needs": precedence.needs(),
            "reason": precedence.reasons(),
            "outcome": (Serving.Outcome.SERVED, Serving.Outcome.TO_RETURN),
            "minutes": tuple(map(str, PARKED)),
            "paper": PAPERS,
        }[name]
        return [(str(code), str(self.say(f"{name}.{code}"))) for code in codes]


class CheckInForm(DeskForm):
    """A scan of the notice's code, or its number; whether a paper of the person was looked at."""

    code = Text(max_length=100)
    identity = forms.BooleanField(required=False)

    def clean_code(self) -> str:
        """Return the confirmation number; what cannot be one is told so."""
        number = number_in(self.cleaned_data["code"])
        if not references.is_number(number):
            raise ValidationError(self.say("problem.mistyped"), code="mistyped")
        return number


class WalkInForm(DeskForm):
    """Somebody without an appointment: what for, in which language, what makes them urgent."""

    service = Choice()
    language = Choice()
    needs = Several(required=False)
    reason = Choice(required=False)


class SignForm(DeskForm):
    """The sign of a desk; one that is none of the office's is asked about once, wherever typed."""

    sure = ""  # that sign, once it was said

    def ask_again(self, *, desks: int) -> None:
        """Say that the sign is none of the desks of the office; pressed again, it is taken."""
        self.sure = self.cleaned_data["desk"]
        self.add_error("desk", self.say("problem.new_desk", desk=self.sure, count=str(desks)))

    def clean_desk(self) -> str:
        """Return what stands on the sign of the desk; nothing where none was typed."""
        text = self.cleaned_data["desk"]
        try:
            return rules.read_desk(text) if text else ""
        except Obstacle as obstacle:
            raise ValidationError(self.say("problem.desk"), code=obstacle.code) from None


class CallForm(SignForm):
    """To which desk; of somebody whose turn it is not, the ticket and why."""

    desk = Text(max_length=LONGEST_SIGN)
    ticket = Text(required=False, max_length=18)
    reason = Choice(required=False)

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """Return why somebody is called out of turn (decision 0172)."""
        codes = (*precedence.reasons(), "asked", "short", "helper", "together")
        return [(code, str(self.say(f"out_of_turn.{code}"))) for code in codes]

    def clean_ticket(self) -> int | None:
        """Return which ticket is called, if one is named."""
        text = self.cleaned_data["ticket"]
        if text and not (text.isascii() and text.isdigit()):
            raise ValidationError(self.say("problem.not_found"), code="not_found")
        return int(text) if text else None

    def clean(self) -> dict[str, Any]:
        """Ask why, where somebody is called whose turn it is not."""
        answers = super().clean() or self.cleaned_data
        if answers.get("ticket") and not answers.get("reason") and "reason" not in self.errors:
            self.add_error("reason", self.say("problem.no_reason"))
        return answers


class FinishForm(DeskForm):
    """How it went, and a note for colleagues."""

    outcome = Choice(required=False)
    note = Text(required=False, max_length=LONGEST_NOTE)


class ParkForm(DeskForm):
    """For how many minutes somebody is passed over."""

    minutes = Choice(required=False)


class TransferForm(SignForm):
    """To which service or desk somebody goes on; one of the two is needed."""

    service = Choice(required=False)
    desk = Text(required=False, max_length=LONGEST_SIGN)

    def clean(self) -> dict[str, Any]:
        """Ask where to."""
        answers = super().clean() or self.cleaned_data
        if not (answers.get("service") or answers.get("desk") or self.errors):
            self.add_error("service", self.say("problem.no_target"))
        return answers


class IdentityForm(DeskForm):
    """Which paper with name and photo somebody has shown, and that it is theirs."""

    paper = Choice(required=False)
    same = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for both: nobody gets a notice whose paper was not looked at."""
        answers = super().clean() or self.cleaned_data
        for name in ("paper", "same"):
            if not answers.get(name) and name not in self.errors:
                self.add_error(name, self.say(f"problem.no_{name}"))
        return answers


class GoneForm(DeskForm):
    """Somebody who has gone: the number of their ticket, or words of their name."""

    words = Text(required=False, max_length=200)


class FindForm(DeskForm):
    """Somebody by their number; without it by name and birth date, or by the phone."""

    number = Text(required=False, max_length=100)
    name = Text(required=False, max_length=200)
    born_on = Day(required=False)
    phone = Text(required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        """Ask for a name with its birth date, or for a phone: a name alone shows too many."""
        answers = super().clean() or self.cleaned_data
        has_person = answers.get("name") and answers.get("born_on")
        if not (has_person or answers.get("phone") or answers.get("number") or self.errors):
            self.add_error("name", self.say("problem.find_more"))
        return answers

    def clean_number(self) -> str:
        """Return the confirmation number; what cannot be one is told so."""
        number = number_in(self.cleaned_data["number"])
        if number and not references.is_number(number):
            raise ValidationError(self.say("problem.mistyped"), code="mistyped")
        return number

    def clean_phone(self) -> str:
        """Return a phone as appointments keep it."""
        text = self.cleaned_data["phone"]
        if not text:
            return ""
        try:
            return details.read_phone(text, regions=self.initial["regions"]).number
        except Obstacle as obstacle:
            raise ValidationError(self.say("problem.phone"), code=obstacle.code) from None
