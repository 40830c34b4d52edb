"""Judgement about what officers type."""

import unicodedata

LEAST_WORDS, LEAST_LETTERS = 3, 12  # that can explain a decision to anybody
LEAST_SIGNS = 6  # in a script whose signs are syllables or words, without spaces


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
