"""Answers to what was asked before a time was chosen, as they travel in an address.

Codes, nothing personal: those of the checklist's questions and the country somebody chose. The
country is needed again for a phone number that was typed without its code.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict

from guichet.offices import checklists
from guichet.web.formats.countries import sorted_countries
from guichet.web.languages import DEFAULT

COUNTRY = "country"
BACK = "back"  # shows the place again that an address names, and leads no further
Answers = Mapping[str, list[str]]


def read(service: str, fields: QueryDict) -> dict[str, list[str]]:
    """Return the answers that the checklist of a service knows; the rest is left out."""
    answers = checklists.read_answers(service, dict(fields.lists()))
    country = read_country(fields)
    return answers | ({COUNTRY: [country]} if country else {})


def read_country(fields: Mapping[str, str]) -> str:
    """Return the country somebody is in, as an address has it; empty where it names none."""
    code = fields.get(COUNTRY, "")
    return code if code in dict(sorted_countries(DEFAULT)) else ""


def country_of(answers: Answers) -> str:
    """Return the country among the answers; empty where a ZIP code was given instead."""
    return next(iter(answers.get(COUNTRY, ())), "")


def pairs(answers: Answers) -> list[tuple[str, str]]:
    """Return names and values for hidden fields; "none of these" is an empty value."""
    return [(key, value) for key, values in answers.items() for value in values or [""]]


def query(answers: Answers, **more: str) -> str:
    """Return the answers as the end of an address, with its question mark, or nothing.

    >>> query({"letters": [], "for_whom": ["self"]}, day="2026-12-01")
    '?letters=&for_whom=self&day=2026-12-01'
    """
    parameters = [*pairs(answers), *more.items()]
    return f"?{urlencode(parameters)}" if parameters else ""
