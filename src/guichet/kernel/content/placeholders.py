"""Placeholders of a sentence: how they are filled, and what a translation must have in common.

A translation has the placeholders and the markup of the English.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import cast

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# What an agency says once for all, for every sentence: it may be named in any, and left out.
OF_THE_AGENCY = frozenset({"validity", "answer_time"})
_TAG = re.compile(r"</?[a-z][^>]*>")
_STOP = re.compile(r"(%\((\w+)\)s(?:</\w+>)*)\.(?!\.)")
# Chinese and Japanese have no spaces between words. Their sentences have one beside a placeholder
# for what is of other letters; beside words of their own it goes.
_WIDE = "[\u3001-\u30ff\u3400-\u9fff\uff00-\uff60]"
_BEFORE = re.compile(rf"(?<={_WIDE}) ((?:<\w[^>]*>)*%\((\w+)\)s)")
_AFTER = re.compile(rf"(%\((\w+)\)s(?:</\w+>)*) (?={_WIDE})")
_IS_WIDE = re.compile(_WIDE)
_ENDS_IN_STOP = re.compile(r"\.(?:</\w+>|\u2069)*$")


def sentence_with[Sentence: str](sentence: Sentence, values: Mapping[str, object]) -> Sentence:
    """Return a sentence with its placeholders filled, and one stop where a value brings its own.

    >>> sentence_with("It ends at %(time)s. Come.", {"time": "3:30 p. m."})
    'It ends at 3:30 p. m. Come.'
    >>> sentence_with("请提前 %(wait)s 到达", {"wait": "20分钟"})
    '请提前20分钟到达'
    """

    def once(place: re.Match[str]) -> str:
        return place[1] if _ENDS_IN_STOP.search(str(values.get(place[2], ""))) else place[0]

    form = sentence if sentence.isascii() else closed_up(sentence, values)
    if "." in form:
        form = _STOP.sub(once, form)
    return cast("Sentence", type(sentence)(form) % values)


def closed_up(sentence: str, values: Mapping[str, object]) -> str:
    """Return a sentence without the spaces beside placeholders that their values do not need.

    >>> closed_up("在 %(time)s 之内", {"time": "48 小时"})
    '在 %(time)s之内'
    """

    def close_at(end: int, place: re.Match[str]) -> str:
        value = _TAG.sub("", str(values.get(place[2], "")))
        is_wide = _IS_WIDE.search(value if " " not in value else value[end])
        return place[1] if is_wide else place[0]

    return _AFTER.sub(partial(close_at, -1), _BEFORE.sub(partial(close_at, 0), sentence))


def formatted[Sentence: str](sentence: Sentence, **values: object) -> Sentence:
    """Fill a sentence in a template, as `sentence_with` does."""
    return sentence_with(sentence, values)


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


def unlike(originals: list[str], texts: Iterable[str]) -> Iterator[str]:
    """Yield in what a translation is unlike the English although it must not be."""
    allowed = {name for text in originals for name in placeholders(text)} - OF_THE_AGENCY
    for text in texts:
        names = placeholders(text) - OF_THE_AGENCY
        required = allowed - ({"count"} if len(originals) > 1 else set())
        if names - allowed or required - names:
            yield _other_placeholders(sorted(allowed))
        if allowed and stray_percent(text):
            yield "a lone percent sign"
        if tags(text) != tags(originals[-1]):
            yield "other markup than the English"


def _other_placeholders(allowed: Iterable[str]) -> str:
    names = ", ".join(f"%({name})s" for name in allowed)
    return f"other placeholders than {names}" if names else "placeholders, and the English has none"
