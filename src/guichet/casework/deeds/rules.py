"""Judgement about what officers type and choose."""

import unicodedata
from collections.abc import Iterable

LEAST_WORDS, LEAST_LETTERS = 3, 12  # that can explain a decision to anybody
LEAST_SIGNS = 6  # in a script whose signs are syllables or words, without spaces
# Kinds of reasons that are about what somebody did. A false statement is not among them: it can be
# about any answer.
OF_ACTS = frozenset({"criminality", "non_compliance", "security", "human_rights"})
# Answers that say who somebody is, and nothing of what they did.
OF_ONESELF = frozenset(
    {
        *("surname", "given_names", "gender", "birth_date", "birth_country", "birth_city"),
        *("nationality", "other_nationalities", "issuer", "document_type", "passport_number"),
        *("home_country", "home_city", "marital_status", "letter_language"),
    }
)


def explains(text: str) -> bool:
    """Tell whether a text can explain a decision: a stop, a "No" or "See above" cannot.

    >>> explains("No"), explains("See above."), explains("The court convicted you.")
    (False, False, True)
    >>> explains("n/a n/a n/a"), explains("法院已判决您有罪。")
    (False, True)
    """
    signs = sum(unicodedata.east_asian_width(letter) == "W" for letter in text if letter.isalpha())
    if signs >= LEAST_SIGNS:
        return True
    letters = sum(map(str.isalpha, text))
    words = {word.casefold() for word in text.split() if any(map(str.isalpha, word))}
    return letters >= LEAST_LETTERS and len(words) >= LEAST_WORDS


def names_no_act(kind: str, facts: Iterable[str]) -> bool:
    """Tell whether a reason that is about acts rests on who somebody is and on nothing else.

    >>> names_no_act("criminality", ["nationality"]), names_no_act("not_eligible", ["nationality"])
    (True, False)
    >>> names_no_act("criminality", ["nationality", "offence"])
    False
    """
    return kind in OF_ACTS and OF_ONESELF.issuperset(facts)
