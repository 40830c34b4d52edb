"""The words about offices and services: those of content/, and those beside fields."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guichet.kernel.content.layers import shown_in
from guichet.kernel.content.texts import Text, Texts
from guichet.kernel.programs.voices import Voice
from guichet.offices.models import Closure, Office
from guichet.offices.reference import home_country
from guichet.offices.reference.content import Reference
from guichet.offices.reference.names import Names
from guichet.web import sentences as shared
from guichet.web.languages import CATALOGUED

# The sentences of content/access/ on phones, and whether a phone may then be brought in.
PHONE_RULES = {"phones_silent": True, "phones_off": True, "no_phones": False}
# Those under which nobody can follow a ticket on a phone: nobody is invited to.
_WITHOUT_PHONES = {"phones_off", "no_phones"}

# A code may say something better for one field; the plain code is what it says elsewhere.
FIELDS: Mapping[str, Any] = {
    "malformed postal_code": _("A ZIP code has five digits, as in 10001."),
    "exactly_one_place": _("Please give either a ZIP code or a country."),
    "required country": _("Please choose the country you are in now."),
    "required postal_code": _("Please enter the ZIP code of your home."),
    "required subdivision": _("Please choose the region you are in now."),
    "unknown_country": _("We do not know this country. Please check it."),
    "unknown_postal_code": _("We do not know this ZIP code. Please check it."),
    "unknown_service": _("We do not know this service. Please check it."),
    "unknown_subdivision": _("We do not know this region. Please check it."),
}


# The same where postal codes are no ZIP codes.
FIELDS_ELSEWHERE: Mapping[str, Any] = {
    "exactly_one_place": _("Please give either a postal code or a country."),
    "required postal_code": _("Please enter the postal code of your home."),
    "unknown_postal_code": _("We do not know this postal code. Please check it."),
}


@cache
def texts(topic: str) -> Texts:
    """Return the words of a topic: services, access, holidays."""
    return Texts(settings.CONTENT_DIR / topic)


@cache
def _names() -> Names:
    return Reference(settings.CONTENT_DIR).names


def places(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names of an office in each language without their word for "office"."""
    return {language: _names().place(name, language) for language, name in names.items()}


@cache
def _ways_to_settle() -> dict[str, tuple[str, ...]]:
    return {row.code: row.usually_settled for row in Reference(settings.CONTENT_DIR).services}


@cache
def _for_interviews() -> dict[str, str]:
    rows = Reference(settings.CONTENT_DIR).services
    return next((row.names for row in rows if row.interviews), {})


def for_interviews(language: str) -> str:
    """Return the name of the service that is booked for an interview; nothing where none is."""
    names = _for_interviews()
    return names[shown_in(names, language)] if names else ""


def service_words(service: str, part: str, language: str) -> Text | None:
    """Return the `summary` or `who_must_come` of a service; None for one content does not know."""
    key = f"{service}.{part}"
    words = texts("services")
    return words.get(key, language) if key in words else None


def how_to_get_in(office: Office, language: str, *, without: Collection[str] = ()) -> list[Text]:
    """Return the sentences on how to get in that hold for the office."""
    entries = texts("access")
    codes = [code for code in office.access if code in entries and code not in without]
    return [entries.get(code, language) for code in codes]


def phone_rule(office: Office, language: str) -> Text | None:
    """Return the office's own sentence on phones inside; None where it has no rule."""
    rules = [code for code in office.access if code in PHONE_RULES]
    return texts("access").get(rules[0], language) if rules else None


def admits_phones(office: Office) -> bool:
    """Tell whether the office says that phones may be brought in; silence is no yes."""
    rules = [PHONE_RULES[code] for code in office.access if code in PHONE_RULES]
    return bool(rules) and all(rules)


def lets_phones_follow(office: Office) -> bool:
    """Tell whether people may follow their ticket on a phone inside; silence is a yes."""
    return not _WITHOUT_PHONES.intersection(office.access)


def reasons_of(closure: Closure) -> Mapping[str, str]:
    """Return why an office is closed, in each language: its own words, or those of the code."""
    return dict(closure.reasons) or reasons_by_code(closure.reason)


def reasons_by_code(code: str) -> Mapping[str, str]:
    """Return the sentences of a key of content/closures/, by language; none for another."""
    entries = texts("closures")
    return entries.everywhere(code) if code in entries else {}


def usually_settled(service: str) -> tuple[str, ...]:
    """Return the keys of content/routine/ that often save the trip for a service, best first."""
    return _ways_to_settle().get(service, ())


def say_of_field(field: str, code: str, language: str) -> str:
    """Return the sentence that stands beside a field.

    >>> say_of_field("postal_code", "malformed", "en")
    'A ZIP code has five digits, as in 10001.'
    """
    own = FIELDS if home_country.has_zip_codes() else {**FIELDS, **FIELDS_ELSEWHERE}
    sentence = own.get(f"{code} {field}") or own.get(code)
    if sentence is None:
        return shared.say_of_field(field, code, language)
    return shared.spoken(sentence, language)


VOICE = Voice(
    prefixes=("/api/v1/offices",),
    say=shared.say,
    say_of_field=say_of_field,
    language=shared.language_in(CATALOGUED),
)
