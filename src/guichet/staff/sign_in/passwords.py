"""Passwords that anybody would try first: words of this house, names, common ones with digits.

Django's own list of 20,000 common passwords knows them as they stand; people add digits and
capitals until a rule is content. So a password is looked at without them.
"""

import re
from functools import cache

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from guichet.staff.frame.words import later

REST = 8  # letters that a password must have besides words that are easily guessed here
OF_THE_HOUSE = (
    *("guichet", "officer", "administrator", "admin", "auditor", "agent", "staff", "intake"),
    *("deciding", "immigration", "appointment", "application", "authorization", "passport", "visa"),
    *("password", "welcome", "bienvenue", "motdepasse"),
)
_SHORTEST = 3  # letters of a name that counts
_LETTERS_FOR_SIGNS = str.maketrans("03457@$!", "oeastasi")
_NOT_A_LETTER = re.compile(r"[\W\d_]+")


class NotEasilyGuessed:
    """Refuse a password of words of the house, names and common passwords with a few signs."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError where little but such words is in it."""
        for spelling in _spellings(password):
            if _is_common(spelling) or _is_of_words(spelling, _words_of(user)):
                raise ValidationError(later("error.password_guessed"), code="password_guessed")

    def get_help_text(self) -> str:
        """Say nothing: the page has a hint of its own."""
        return ""


def _spellings(password: str) -> set[str]:
    """Return the letters of a password, in three readings of the signs among them.

    >>> sorted(_spellings("Gu1chet5"))
    ['guchet', 'guichets', 'gulchets']
    """
    lower = password.casefold()
    as_letters = lower.translate(_LETTERS_FOR_SIGNS)
    every = (lower, as_letters.replace("1", "i"), as_letters.replace("1", "l"))
    return {_NOT_A_LETTER.sub("", spelling) for spelling in every}


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _is_common(letters: str) -> bool:
    half = letters[: len(letters) // 2]
    return letters in _common() or (half * 2 == letters and half in _common())


def _is_of_words(letters: str, words: list[str]) -> bool:
    rest = letters
    for word in words:
        rest = rest.replace(word, "")
    return rest != letters and len(rest) < REST


def _words_of(user: AbstractBaseUser | None) -> list[str]:
    """Return the words that are guessed first, the longest first."""
    names = [str(getattr(user, name, "")) for name in ("username", "first_name", "last_name")]
    texts = [*names, settings.OPERATOR]
    parts = (_NOT_A_LETTER.sub("", part) for text in texts for part in str(text).casefold().split())
    words = {*OF_THE_HOUSE, *(part for part in parts if len(part) >= _SHORTEST)}
    return sorted(words, key=len, reverse=True)
