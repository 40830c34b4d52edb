"""What a translation must have in common with the English: named placeholders and markup."""

import re
from collections import Counter

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"</?[a-z][^>]*>")


def placeholders(text: str) -> frozenset[str]:
    """Return the names of the placeholders of a sentence.

    >>> sorted(placeholders("%(name)s, come at %(time)s."))
    ['name', 'time']
    """
    return frozenset(_PLACEHOLDER.findall(text))


def stray_percent(text: str) -> bool:
    """Tell whether a sentence with placeholders has a percent sign that is neither of one nor %%.

    >>> stray_percent("100% %(name)s"), stray_percent("100%% %(name)s")
    (True, False)
    """
    return "%" in _PLACEHOLDER.sub("", text).replace("%%", "")


def tags(text: str) -> Counter[str]:
    """Return the markup of a sentence: each tag, and how often it stands there.

    >>> tags("<b>Bold</b>") == {"<b>": 1, "</b>": 1}
    True
    """
    return Counter(_TAG.findall(text))
