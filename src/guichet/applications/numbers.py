"""The numbers of applications (V and nine digits), authorizations (J) and enquiries (E)."""

from guichet.kernel import case_numbers
from guichet.kernel.case_numbers import LENGTH, check_digit, for_people, new_number, read, save

__all__ = [
    "APPLICATION",
    "AUTHORIZATION",
    "ENQUIRY",
    "LENGTH",
    "check_digit",
    "for_people",
    "is_number",
    "new_number",
    "read",
    "save",
    "with_letter",
]
APPLICATION, AUTHORIZATION, ENQUIRY = "V", "J", "E"


def is_number(number: str, letter: str = APPLICATION) -> bool:
    """Tell whether a number that was read has the right letter, length and check digit."""
    return case_numbers.is_number(number, letter)


def with_letter(number: str) -> str:
    """Return nine digits with the letter that their check digit has; whatever else as it stands.

    >>> with_letter("572319048"), with_letter("572319047"), with_letter("12")
    ('V572319048', 'J572319047', '12')
    """
    letters = (APPLICATION, AUTHORIZATION, ENQUIRY)
    return next(
        (letter + number for letter in letters if is_number(letter + number, letter)), number
    )
