"""Who is named in a note: an at sign before the name of an account."""

import re
from collections.abc import Collection, Sequence

# Not inside a word: the @ of an e-mail address names nobody.
_MENTION = re.compile(r"(?<![\w.@+-])@(\w[\w.@+-]*)")
_ENDS = ".-+@"  # may stand in a name, and at the end of a sentence


def mentions(text: str) -> Sequence[str]:
    """Return each name that follows an at sign, once, in the order they are written.

    >>> mentions("@claire.dubois, see a@example.org. @amelie")
    ['claire.dubois', 'amelie']
    """
    return list(dict.fromkeys(match.rstrip(_ENDS) for match in _MENTION.findall(text)))


def account(mention: str, names: Collection[str]) -> str | None:
    """Return the account that is meant, capital letters or not; None where it is nobody's.

    >>> account("Amelie", ["amelie"]), account("amel", ["amelie"])
    ('amelie', None)
    """
    if mention in names:
        return mention
    alike = [name for name in names if name.casefold() == mention.casefold()]
    return alike[0] if len(alike) == 1 else None
