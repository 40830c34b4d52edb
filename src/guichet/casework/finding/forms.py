"""What a person is looked for by: a passport, or names and a date of birth."""

from typing import Any

from django.core.exceptions import ValidationError

from guichet.casework import words
from guichet.casework.deeds.forms import DeedForm
from guichet.eligibility import names
from guichet.web.forms.base import Choice, Day, Text

NAME = 200


class FindPerson(DeedForm):
    """A passport, with its issuer where it is known; or family name, given names and birth."""

    passport_number = Text(required=False, max_length=40)
    issuer = Choice(choices=[("", "")], required=False)
    surname = Text(required=False, max_length=NAME)
    given_names = Text(required=False, max_length=NAME)
    born_on = Day(required=False)

    def start(self, verb: str) -> None:
        """Offer every issuer by its name."""
        issuers = names.issuers(self.language)
        self.fields["issuer"].choices = issuers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for enough to find somebody by."""
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        by_name = [name for name in ("surname", "born_on") if not values.get(name)]
        if values.get("passport_number") or not by_name:
            return values
        if len(by_name) == 1:
            self._complain(by_name[0], f"find_{by_name[0]}")
        else:
            self._complain("passport_number", "find_by")
        return values

    def _complain(self, field: str, code: str) -> None:
        problem = words.says(self.language)(f"problem.{code}")
        self.add_error(field, ValidationError(problem, code="required"))
