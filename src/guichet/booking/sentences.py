"""The sentence for each code: what stands in the way, and what to do about it.

Pages and the API say the same, in the language they are told. What stands in the way of anything
(`web.sentences`) and of finding an office (`offices.words`) is said there.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guichet.offices import words as offices
from guichet.web import sentences as shared
from guichet.web.forms.base import DAY_IMPOSSIBLE, MONTH_IMPOSSIBLE, YEAR_OF_FOUR_DIGITS
from guichet.web.programmes import Programme

# How the programme is found from the pages of all.
PROGRAMME = Programme(name="appointments", home="booking:start", has_desk=True)
OBSTACLES: Mapping[str, Any] = {
    "ambiguous": _(
        "This number exists in more than one country. Please send it with + and the country code."
    ),
    "already_booked": _(
        "You have an appointment for this service already. If you no longer have its notice, ask"
        " for it again under “I have lost my notice”."
    ),
    "already_cancelled": _(
        "This appointment is canceled already. You can book another one whenever you like."
    ),
    "checked_in": _(
        "You have been checked in at the office. If you want to change anything, please ask at the"
        " desk."
    ),
    "hold_expired": _(
        "The time is no longer kept for you. Please choose a time again: yours may still be free."
    ),
    "mistyped_number": _(
        "This number is mistyped: a letter or a digit is wrong, missing or extra, or two have"
        " changed places. Please compare it with your notice: it has nine letters and digits."
    ),
    "past_cancel": _(
        "This appointment is past or has begun, so it can no longer be canceled. You need do"
        " nothing."
    ),
    "past_move": _(
        "This appointment is past or has begun, so it can no longer be moved. You can book another"
        " one whenever you like."
    ),
    "same_time": _(
        "You have another appointment at the same time, for another service. You can have both, or"
        " choose another time."
    ),
    "slot_closed": _("This time is over, or the office is closed then. Please choose another one."),
    "slot_full": _("Somebody else has just taken this time. Please choose another one."),
    "too_many_for_contact": _(
        "Many appointments have this telephone number or e-mail address. We have sent a code to it:"
        " please send the same again with the code. The desk of the office can book for you, too."
    ),
    "wrong_code": _(
        "This code is not right, or it is too old. Please check it, or ask for another one."
    ),
    "wrong_credentials": _(
        "The confirmation number and the PIN do not fit together. Please check both on your notice."
    ),
}

# A code may say something better for one field; the plain code is what it says elsewhere.
FIELDS: Mapping[str, Any] = {
    "wrong_code": OBSTACLES["wrong_code"],
    "birth_year_digits": YEAR_OF_FOUR_DIGITS,
    "birth_year_four_digits": YEAR_OF_FOUR_DIGITS,
    "birth_no_such_month": MONTH_IMPOSSIBLE,
    "birth_no_such_day": DAY_IMPOSSIBLE,
    "birth_year_in_future": _("The year you typed is in the future. Please check it."),
    "birth_in_future": _("The day you typed has not come yet. Please check the date."),
    "birth_too_early": _("The year you typed is more than 120 years ago. Please check it."),
    "malformed date_of_birth": _("Please write the date as year, month, day: 1985-05-17."),
    "malformed email": _("Please check the e-mail address. It looks like name@example.com."),
    "slip email": _("Is this address right? Please choose the one you meant, then go on."),
    "email_without_at": _("An e-mail address has an @ in it, as in name@example.com."),
    "email_letters": _(
        "Before the @, mail systems take only the letters A to Z, digits and a few signs. We could"
        " not write to this address. Please give another one."
    ),
    "email_signs": _(
        "Before the @ there can be no spaces and no quotation marks, and no period at the beginning"
        " or the end. Please check the address."
    ),
    "email_domain": _(
        "After the @ comes the name of a mail service, as in example.com. Please check the address."
    ),
    "ambiguous": _("This number exists in more than one country. Please choose yours, then go on."),
    "doubled_code": _(
        "The country code stands twice at the beginning of this number. Please check it."
    ),
    "malformed phone": _(
        "This number cannot be called. Please check it; a number of another country starts with +"
        " and the country code."
    ),
    "mismatch": _("This time is for another service."),
    "name_characters": _(
        "A name is written with letters, spaces, hyphens, apostrophes, periods, commas and slashes."
        " Please leave out everything else."
    ),
}


# What is no obstacle, and still needs a sentence in an answer of the API.
ANSWERS: Mapping[str, Any] = {
    "lost_accepted": _(
        "If there is an appointment with these details, we are sending a code to the e-mail address"
        " or phone number that was given with it."
    ),
}


def say(code: str, language: str, *, retry_after: int | None = None) -> str:
    """Return the sentence for what stands in the way; `retry_after` are the seconds to wait.

    >>> say("slot_full", "en")
    'Somebody else has just taken this time. Please choose another one.'
    """
    sentence = OBSTACLES.get(code) or ANSWERS.get(code)
    if sentence is None:
        return shared.say(code, language, retry_after=retry_after)
    return shared.spoken(sentence, language)


def say_of_field(field: str, code: str, language: str) -> str:
    """Return the sentence that stands beside a field.

    >>> say_of_field("email", "required", "en")
    'Please fill this in.'
    """
    sentence = FIELDS.get(f"{code} {field}") or FIELDS.get(code)
    if sentence is None:
        return offices.say_of_field(field, code, language)
    return shared.spoken(sentence, language)
