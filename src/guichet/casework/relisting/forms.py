"""What an officer says of a change of the lists."""

import re
from datetime import date

from django.core.exceptions import ValidationError

from guichet.applications import numbers
from guichet.casework import words
from guichet.casework.deeds.forms import DeedForm
from guichet.casework.deeds.to_person import NAMED
from guichet.eligibility import names
from guichet.eligibility.content import law
from guichet.web.forms.base import Choice, Day, Text

AS_THE_LAW = "law"
CHANGES = (AS_THE_LAW, "none", "C", "V")  # else a change that is tried: to which list


class Relist(DeedForm):
    """Which change of the lists is meant, and who is kept because of a permit."""

    word_tables = {"change": "change"}
    inputs = ("nationality", "change", "on_day", "on_month", "on_year", "permits")
    nationality = Choice(choices=[("", "")])
    change = Choice(choices=[(code, "") for code in CHANGES], required=False)
    on = Day()
    permits = Text(required=False, max_length=10_000)

    def start(self, verb: str) -> None:
        """Offer every nationality by its name; the lists of today unless another day is meant."""
        countries = names.countries(self.language)
        self.fields["nationality"].choices = countries  # type: ignore[attr-defined]
        self.fields["on"].initial = self.today
        self.fields["permits"].help_text = words.says(self.language)("hint.permits")

    def clean_on(self) -> date:
        """Refuse a day of which no lists are known."""
        day: date = self.cleaned_data["on"]
        if day < law().first_day:
            first_day = words.short(law().first_day, self.language)
            problem = words.says(self.language)("problem.before_history", day=first_day)
            raise ValidationError(problem, code="out_of_range")
        return day

    def clean_change(self) -> str:
        """Return to which list the nationality is tried to move; nothing said: as the law is."""
        return self.cleaned_data["change"] or AS_THE_LAW

    def clean_permits(self) -> list[str]:
        """Return the numbers of authorizations, however they were separated; refuse mistyped ones.

        A number that was passed over would end the authorization it was to keep.
        """
        parts = re.split(r"[,;]|(?=[A-Z])", self.cleaned_data["permits"].upper())
        pairs = [(part.strip(), numbers.read(part)) for part in parts if part.strip()]
        wrong = [
            part for part, number in pairs if not numbers.is_number(number, numbers.AUTHORIZATION)
        ]
        if wrong:
            first_numbers = ", ".join(wrong[:NAMED]) + (", …" if wrong[NAMED:] else "")
            problem = words.says(self.language)("problem.permits", numbers=first_numbers)
            raise ValidationError(problem, code="mistyped_number")
        return [number for _, number in pairs]
