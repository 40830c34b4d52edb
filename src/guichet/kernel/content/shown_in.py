"""Which of the languages that words are kept in is shown to a reader."""

from collections.abc import Mapping

from guichet.kernel.content import layers

ENGLISH = "en"


def shown_in(words: Mapping[str, object], language: str = "") -> str:
    """Return the language in which words are shown to a reader; there must be words.

    That is the reader's, else the agency's first, else English, else any that there is.
    """
    wishes = (language, *layers.spoken()[:1], ENGLISH)
    return next((code for code in wishes if words.get(code)), "") or next(iter(words))
