"""Whether what was typed fits what a story has on file, read as the real comparison reads it."""

from collections.abc import Mapping
from datetime import date

from guichet.contact.practice.stories.story import NO_CODE, Fact, Story
from guichet.kernel import case_numbers
from guichet.kernel.reading import names, typed_text
from guichet.kernel.references import read_number

_NAMES = ("full_name", "representative_name")
_NUMBERS = ("number", "pin", NO_CODE)


def compare(story: Story, statements: Mapping[str, Fact], *, has_code: bool) -> dict[str, bool]:
    """Return of each fact whether it fits the case that the set names; there may be none.

    A code fits once it was sent.
    """
    case = _case(story, statements)
    return {
        fact: _fits(fact, statement, case.get(fact, "")) and (fact != NO_CODE or has_code)
        for fact, statement in statements.items()
    }


def _case(story: Story, statements: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """Return the case that a number names, or the one of a passport; an empty one else."""
    number = statements.get("number")
    keys = ("number",) if number else ("passport_number", "issuer")
    for case in story.cases:
        if all(_fits(key, statements.get(key, ""), case.get(key, "")) for key in keys):
            return case
    return {}


def _fits(fact: str, statement: Fact, own: Fact) -> bool:
    if isinstance(statement, date) or isinstance(own, date):
        return statement == own
    if not statement.strip() or not own.strip():
        return False
    if fact in _NAMES:
        own_letters, own_words = names.letters(own), names.words(own)
        return own_letters == names.letters(statement) or own_words == names.words(statement)
    if fact == "number":
        return case_numbers.read(statement) == case_numbers.read(own)
    if fact in _NUMBERS:
        return read_number(statement) == read_number(own)
    return _passport(statement) == _passport(own)


def _passport(text: str) -> str:
    return "".join(sign for sign in typed_text.compact(text).upper() if sign.isalnum())
