"""What was typed into a step: read from the request, kept as text, never judged here."""

from collections.abc import Collection, Iterable, Mapping

from django.http import QueryDict

from guichet.applications.fields_readers import Field
from guichet.kernel import typed_text
from guichet.kernel.bodies import is_readable

PARTS = ("year", "month", "day")
LONGEST = 4000  # of an answer that is kept although it is not right
_PART, _PART_TYPED = 10, 60  # as it is kept, and with what copying added
_LEFT_OUT = {"csrfmiddlewaretoken", "language", "shared", "number", "pin", "before"}


def read(sent: QueryDict, fields: Iterable[Field]) -> dict[str, object]:
    """Return what was typed by field, for the fields that the page had asked."""
    asked = asked_by(sent)
    return {
        one.key: _value(sent, one)
        for one in fields
        if (one.key in asked if asked else _was_sent(sent, one.key))
    }


def asked_by(sent: QueryDict) -> frozenset[str]:
    """Return the fields that stood on the page: a box that is not ticked sends nothing."""
    return frozenset(key for text in sent.getlist("asked") for key in text[:LONGEST].split())


def keepable(typed: Mapping[str, object]) -> dict[str, object]:
    """Return the answers that a table can keep, right or wrong: what was typed is not lost."""
    return {key: value for key, value in typed.items() if all(map(_can_be_kept, _texts(value)))}


def again(sent: QueryDict) -> list[tuple[str, str]]:
    """Return everything that was sent, for a form that sends it once more."""
    return [
        (name, value)
        for name, values in sent.lists()
        if name not in _LEFT_OUT
        for value in map(str, values)
    ]


def day_of(value: object) -> tuple[str, str, str]:
    """Return year, month and day as three texts, however much of the day was typed.

    >>> day_of("1985-05-17"), day_of("--7"), day_of(None)
    (('1985', '05', '17'), ('', '', '7'), ('', '', ''))
    """
    year, month, day = [*str(value or "").split("-"), "", "", ""][:3]
    return year, month, day


def read_day(sent: QueryDict, name: str) -> str:
    """Return the three parts of a day as one text; digits of any script are read."""
    parts = [_part(sent.get(f"{name}_{part}", "")) for part in PARTS]
    return "-".join(parts) if any(parts) else ""


def _value(sent: QueryDict, one: Field) -> object:
    if one.type == "date":
        return read_day(sent, one.key)
    if one.repeated:
        return [text for text in map(str, sent.getlist(one.key)) if text]
    return str(sent.get(one.key, ""))


def _was_sent(sent: QueryDict, key: str) -> bool:
    names: Collection[str] = (key, *(f"{key}_{part}" for part in PARTS))
    return any(name in sent for name in names)


def _part(text: str) -> str:
    return typed_text.plain(text[:_PART_TYPED]).replace("-", "")[:_PART]


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _can_be_kept(text: str) -> bool:
    return len(text) <= LONGEST and is_readable(text)
