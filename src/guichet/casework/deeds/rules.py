"""Judgement about what officers type and choose."""

import unicodedata
from collections.abc import Iterable, Mapping

LEAST_WORDS, LEAST_LETTERS = 3, 12  # that can explain a decision to anybody
LEAST_SIGNS = 6  # in a script whose signs are syllables or words, without spaces
# Kinds of reasons that are about what somebody did. A false statement is not among them: it can be
# about any answer.
OF_ACTS = frozenset({"criminality", "non_compliance", "security", "human_rights"})
# What the form asks of what somebody did: a question and its answer, or their own words about it.
DECLARED = frozenset({"refused", "offence"})
TOLD = frozenset({"refused_details", "offence_details", "anything_else"})
ASKED = "asked:"  # before the code of a paper or an explanation


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


def names_no_act(kind: str, facts: Iterable[str], answers: Mapping[str, object]) -> bool:
    """Tell whether a reason that is about acts rests on no fact that is about one.

    Who somebody is, where they work or when they leave shows no act; nor does an answer "No".

    >>> names_no_act("criminality", ["nationality", "travel_date"], {})
    True
    >>> names_no_act("criminality", ["offence"], {"offence": "no"})
    True
    >>> names_no_act("criminality", ["nationality", "offence"], {"offence": "yes"})
    False
    >>> names_no_act("not_eligible", ["nationality"], {})
    False
    """
    return kind in OF_ACTS and not any(_is_about_an_act(fact, answers) for fact in facts)


def _is_about_an_act(fact: str, answers: Mapping[str, object]) -> bool:
    if fact in DECLARED:
        return answers.get(fact) == "yes"
    return fact in TOLD or fact.startswith(ASKED)
