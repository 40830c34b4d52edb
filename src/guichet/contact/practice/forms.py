"""What a trainee sends: the facts of a set as the caller said them, or a promise with its day."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from guichet.contact.practice.stories.shelf import codes
from guichet.contact.practice.stories.story import Fact
from guichet.eligibility import names
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import Choice, Day, Form, Text
from guichet.web.words import Say

_LATEST = timedelta(days=365)


class SetForm(Form):
    """Facts as the caller said them, each by itself optional; a set has one at least."""

    number = Text(required=False, max_length=40)
    full_name = Text(required=False, max_length=200, reads=typed_text.name)
    birth_date = Day(required=False)
    passport_number = Text(required=False, max_length=40)
    issuer = Choice(required=False)
    issue_date = Day(required=False)
    expiry_date = Day(required=False)
    pin = Text(required=False, max_length=40)
    code = Text(required=False, max_length=40)
    representative_name = Text(required=False, max_length=200, reads=typed_text.name)

    def __init__(self, *args: Any, says: Say, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.says = says
        issuers = [("", says("form.no_issuer")), *names.issuers(language)]
        self.fields["issuer"].choices = issuers  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.label = says(f"fact.{name}")

    def clean(self) -> dict[str, Any]:
        """Ask for one fact at least."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not any(values.values()):
            self.add_error(
                "number", ValidationError(self.says("problem.no_facts"), code="required")
            )
        return values

    @property
    def facts(self) -> dict[str, Fact]:
        """Return what was typed, by fact, in the order of the form."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class PromiseForm(Form):
    """What is promised, and by which day; `today` is the day of the call."""

    what = Choice()
    due_on = Day()

    def __init__(self, *args: Any, says: Say, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.says, self.today = says, today
        pairs = [(code, says(f"promise.{code}")) for code in codes().promises]
        self.fields["what"].choices = pairs  # type: ignore[attr-defined]
        self.fields["what"].label = says("form.what")
        self.fields["due_on"].label = says("form.due_on")

    def clean_due_on(self) -> date:
        """Refuse a day that is over, or further away than anybody promises."""
        day: date = self.cleaned_data["due_on"]
        if not self.today <= day <= self.today + _LATEST:
            raise ValidationError(self.says("problem.day"), code="out_of_range")
        return day

    @property
    def days(self) -> int:
        """Return how many days after the call it is due."""
        due_on: date = self.cleaned_data["due_on"]
        return (due_on - self.today).days
