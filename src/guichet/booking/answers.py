"""Answers to the questions of a checklist as they travel in an address: codes, nothing personal."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict

from guichet.offices import checklists

Answers = Mapping[str, list[str]]


def read(service: str, sent: QueryDict) -> dict[str, list[str]]:
    """Return the answers that the checklist of a service knows; the rest is left out.

    Boxes that are all still ticked, as the page offers them, were not answered.
    """
    untouched = {shape.key: list(shape.usual) for shape in checklists.loaded().shapes if shape.many}
    known = checklists.read_answers(service, dict(sent.lists()))
    return {key: values for key, values in known.items() if values != untouched.get(key)}


def pairs(answers: Answers) -> list[tuple[str, str]]:
    """Return names and values for hidden fields; "none of these" is an empty value."""
    return [(key, value) for key, values in answers.items() for value in values or [""]]


def query(answers: Answers, **more: str) -> str:
    """Return the answers as the end of an address, with its question mark, or nothing.

    >>> query({"letters": [], "for_whom": ["self"]}, day="2026-12-01")
    '?letters=&for_whom=self&day=2026-12-01'
    """
    found = [*pairs(answers), *more.items()]
    return f"?{urlencode(found)}" if found else ""
