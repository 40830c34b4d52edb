"""What somebody says of themselves on the pages, cleaned as `booking.clients.details` does."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guichet.booking.clients.details import clean_details, clean_lost
from guichet.booking.forms import interpreting
from guichet.booking.forms.mailbox import ask_about_slip
from guichet.booking.models import Appointment
from guichet.booking.places import Details
from guichet.booking.sentences import say_of_field
from guichet.kernel import references
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import phones, typed_text
from guichet.web.formats.countries import country_name
from guichet.web.forms import which
from guichet.web.forms.base import Choice, Form, Text
from guichet.web.forms.birthdays import PARTLY, Birthday


class DetailsForm(Form):
    """The part that is the same for booking and for a lost notice: who somebody is."""

    name = Text(
        reads=typed_text.name,
        label=_("Your full name, as on your identity document"),
        help_text=_(
            "In one box and in any alphabet. One word is enough if your name has one word."
            " The officer compares it with your document."
        ),
    )
    date_of_birth = Birthday(
        label=_("Your date of birth"),
        help_text=_(
            "As on your identity document. If it shows no day, or no day and no month, leave that"
            " empty."
        ),
        partly=_("My document shows no more of the date than this."),
        incomplete=_(
            "Give the day, the month and the year. If your document does not show all of them, give"
            " what it shows and tick the box below."
        ),
    )
    phone = Text(label=_("Your phone number"))
    email = Text(label=_("E-mail address"), required=False)

    def __init__(self, *args: Any, language: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Put the sentence of each obstacle beside its field, one at a time."""
        ask_about_slip(self, "email", self.language)
        try:
            self.read(self.cleaned_data)
        except Obstacle as obstacle:
            for field, code in dict(obstacle.facts["errors"]).items():  # type: ignore[call-overload]
                if field in self.fields and field not in self.errors:
                    self.say(field, code, obstacle.facts)
        return self.cleaned_data

    def read(self, entries: dict[str, Any]) -> None:
        """Read what was typed, or raise Obstacle with all that is wrong."""
        raise NotImplementedError

    def say(self, field: str, code: str, facts: Mapping[str, Any]) -> None:
        """Say what is wrong with a field."""
        self.add_error(field, say_of_field(field, code, self.language))


class ClientForm(DetailsForm):
    """Who comes, and what the office should know beforehand."""

    case_number = Text(
        label=_("Case or receipt number"),
        required=False,
        help_text=_(
            "It stands on the letters about your case. It helps the officer to be prepared."
        ),
    )
    access_needs = Text(
        reads=typed_text.free,
        label=_("What would help you on the day"),
        required=False,
        help_text=_(
            "For example a wheelchair, a seat while you wait, or somebody who comes with you."
        ),
    )
    interpreter = Choice(
        label=_("A language you would rather speak"),
        required=False,
        help_text=_("The office will try to have an interpreter. You may also bring somebody."),
    )

    def __init__(self, *args: Any, regions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = regions
        self.details: Details | None = None
        self.fields["email"].help_text = _(
            "To get the notice and reminders by e-mail. You can also do without."
        )
        self.fields["phone"].help_text = _(
            "We call only if the office must change your appointment. If it is not a number of the"
            " country you are in, begin with + and the country code."
        )
        cast(Choice, self.fields["interpreter"]).choices = interpreting.choices(self.language)

    def read(self, entries: dict[str, Any]) -> None:
        """Read the number in the country that was chosen, and ask where it is one of two."""
        number = entries.get("phone", "")
        choice = which.chosen(self.data, "phone", number)
        if choice:
            entries = {**entries, "phone": self._with_extension(choice, number)}
        details = clean_details(entries, regions=self.regions, today=self.today)
        self.details = None if self.errors else details

    def say(self, field: str, code: str, facts: Mapping[str, Any]) -> None:
        """Say what is wrong, and show the numbers where there are two of them."""
        if code == "ambiguous":
            numbers = facts["choices"][field]
            choices = tuple(
                (phones.for_people(number), self._country(number)) for number in numbers
            )
            text = self.cleaned_data[field]
            self.fields[field].which = which.Which(text, choices)  # type: ignore[attr-defined]
        super().say(field, code, facts)

    def _with_extension(self, choice: str, text: str) -> str:
        """Return the number that was chosen, if it was offered, with the extension typed before."""
        numbers = {phones.for_people(phone.number): phone for phone in phones.everywhere(text)}
        phone = numbers.get(choice)
        return phones.for_people(phone.number, phone.extension) if phone else text

    def _country(self, number: str) -> str:
        return country_name(phones.country_of(number), self.language)


class LostForm(DetailsForm):
    """The same words as when the appointment was booked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates: list[Details] = []
        self.fields["email"].help_text = _("Only if you gave one when you booked.")
        self.fields["phone"].help_text = _(
            "The number you gave when you booked, written as you did then or with + and the country"
            " code."
        )

    def read(self, entries: dict[str, Any]) -> None:
        """Read the number in every country; which of them is on file is for the worker to see."""
        candidates = clean_lost(entries, today=self.today)
        self.candidates = [] if self.errors else candidates


def typed_details(fields: QueryDict) -> list[tuple[str, str]]:
    """Return what was typed into the form, for hidden fields of a page that stands between."""
    names = [f"date_of_birth_{part}" for part in ("day", "month", "year", PARTLY)]
    names += [name for name in ClientForm.base_fields if name != "date_of_birth"]
    names += [f"{name}_{part}" for name in ("phone", "email") for part in which.PARTS]
    return [(name, str(fields[name])) for name in names if name in fields]


def draft_of(claim: Appointment) -> Mapping[str, object]:
    """Return what is kept with a hold, as the form shows it again."""
    phone = phones.for_people(claim.phone, claim.phone_extension) if claim.phone else ""
    case = references.case_for_people(claim.case_number)
    return {**_kept_with(claim), "phone": phone, "date_of_birth": claim.born, "case_number": case}


def details_of(claim: Appointment) -> Details | None:
    """Return the client whose details are kept with a hold; None while they are not complete."""
    if not (claim.name and claim.date_of_birth and claim.phone):
        return None
    return Details(**_kept_with(claim))


def _kept_with(claim: Appointment) -> dict[str, Any]:
    return {field.name: getattr(claim, field.name) for field in dataclasses.fields(Details)}
