"""What somebody says of themselves on the pages. The cleaning is `booking.details`' for all."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, cast

import phonenumbers
from babel import Locale
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guichet.booking.details import clean_details
from guichet.booking.models import Appointment
from guichet.booking.places import Details
from guichet.booking.sentences import say_of_field
from guichet.kernel import typed_text
from guichet.kernel.obstacles import Obstacle
from guichet.web.forms import Choice, Day, Form, Text

SIGN_LANGUAGE = "ase"
SPOKEN = (
    "am ar bn de en es fa fil fr gu ha hi ht hu hy id ig it ja ka km ko lo mn my ne pa pl ps pt"
    " ro ru rw so sq sr sw ta te th ti tr uk ur uz vi yo yue zh"
).split()


class DetailsForm(Form):
    """The part that is the same for booking and for a lost notice: who somebody is."""

    name = Text(
        reads=typed_text.name,
        label=_("Your name, as on your identity document"),
        help_text=_(
            "In one box and in any alphabet. One word is enough if your name has one word."
            " The officer compares it with your document."
        ),
    )
    date_of_birth = Day(
        label=_("Your date of birth"),
        help_text=_("So that nobody with the same name is taken for you."),
    )
    phone = Text(label=_("Your phone number"))
    email = Text(label=_("E-mail address"), required=False)

    def __init__(self, *args: Any, country: str, language: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        self.language = language
        self.today = today
        self.details: Details | None = None

    def clean(self) -> dict[str, Any]:
        """Put the sentence of each obstacle beside its field, one at a time."""
        typed = self.cleaned_data
        try:
            details = clean_details(typed, default_region=self.country, today=self.today)
        except Obstacle as obstacle:
            for field, code in dict(obstacle.facts["errors"]).items():  # type: ignore[call-overload]
                if field in self.fields and field not in self.errors:
                    self.add_error(field, say_of_field(field, code, self.language))
        else:
            self.details = None if self.errors else details
        return typed


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "To get the notice and reminders by e-mail. You can also do without."
        )
        self.fields["phone"].help_text = _(
            "We call only if the office must change your appointment. If it is not a number of the"
            " country where the office is, begin with + and the country code."
        )
        cast(Choice, self.fields["interpreter"]).choices = spoken_languages()


class LostForm(DetailsForm):
    """The same words as when the appointment was booked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date_of_birth"].help_text = ""
        self.fields["email"].help_text = _("Only if you gave one when you booked.")
        self.fields["phone"].help_text = _(
            "The number you gave when you booked. Outside the United States, begin with + and the"
            " country code."
        )


def typed_details(sent: QueryDict) -> list[tuple[str, str]]:
    """Return what was typed into the form, for hidden fields of a page that stands between."""
    names = [f"date_of_birth_{part}" for part in ("day", "month", "year")]
    names += [name for name in ClientForm.base_fields if name != "date_of_birth"]
    return [(name, str(sent[name])) for name in names if name in sent]


def draft_of(claim: Appointment) -> Mapping[str, object]:
    """Return what is kept with a hold, as the form shows it again."""
    names = ("name", "date_of_birth", "phone", "email", "case_number", "access_needs")
    return {name: getattr(claim, name) for name in (*names, "interpreter")}


def details_of(claim: Appointment) -> Details | None:
    """Return the client whose details are kept with a hold; None while they are not complete."""
    if not (claim.name and claim.date_of_birth and claim.phone):
        return None
    return Details(**draft_of(claim))  # type: ignore[arg-type]


def shown_phone(number: str) -> str:
    """Return a number as people group it, for reading it over.

    >>> shown_phone("+12125550142")
    '+1 212-555-0142'
    """
    parsed = phonenumbers.parse(number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def spoken_languages() -> list[tuple[str, Any]]:
    """Return the languages to choose from, each under the name its speakers know."""
    sign = (SIGN_LANGUAGE, _("American Sign Language"))
    return [("", _("No, thank you")), sign, *_own_names()]


def spoken_language(code: str) -> str:
    """Return the name of a language that was chosen for an interpreter."""
    return str(dict(spoken_languages()).get(code, code)) if code else ""


@cache
def _own_names() -> tuple[tuple[str, str], ...]:
    own = [(code, str(Locale.parse(code).get_language_name(code))) for code in SPOKEN]
    titled = [(code, name[:1].upper() + name[1:]) for code, name in own]
    return tuple(sorted(titled, key=lambda pair: pair[1].casefold()))
