"""What was typed into a step: read from the request, kept as text, never judged here."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.http import QueryDict

from guichet.applications.form import mailbox
from guichet.applications.form.readers import Field
from guichet.kernel.guarding import proofs
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.bodies import is_readable
from guichet.kernel.reading import births, days, typed_text
from guichet.passports.spelling import zone_spelling

PARTS = ("year", "month", "day")
PARTLY = "partly"  # the box that says the passport shows no more of a birth
LONGEST = 4000  # of an answer that is kept although it is not right
_PART, _PART_TYPED = 10, 60  # as it is kept, and with what copying added
USE = "use"  # the button that puts a name into the letters of the lines
_LEFT_OUT = {
    *("csrfmiddlewaretoken", "language", "shared", "number", "pin", "before"),
    *(proofs.WORK, proofs.TICKET),
}


def read(query: QueryDict, fields: Iterable[Field]) -> dict[str, object]:
    """Return what was typed by field, for the fields that the page had asked.

    A name whose button was pressed comes in the letters of the passport's lines.
    """
    keys = keys_asked(query)
    return {
        field.key: _value(query, field)
        for field in fields
        if (field.key in keys if keys else _was_sent(query, field.key))
    }


def keys_asked(query: QueryDict) -> frozenset[str]:
    """Return the fields that stood on the page: a box that is not ticked sends nothing."""
    return frozenset(key for text in query.getlist("asked") for key in text[:LONGEST].split())


def keepable(answers: Mapping[str, object]) -> dict[str, object]:
    """Return the answers that a table can keep, right or wrong: what was typed is not lost."""
    return {key: value for key, value in answers.items() if all(map(_can_be_kept, _texts(value)))}


def hidden_fields(query: QueryDict) -> list[tuple[str, str]]:
    """Return everything that was sent, for a form that sends it once more."""
    return [
        (name, value)
        for name, values in query.lists()
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


def read_day(query: QueryDict, name: str) -> str:
    """Return the three parts of a day as one text; digits of any script are read."""
    parts = [_part(query.get(f"{name}_{part}", "")) for part in PARTS]
    return "-".join(parts) if any(parts) else ""


def read_birth(query: QueryDict, name: str) -> str:
    """Return the parts of a birth as one text; with the box ticked it ends where they end.

    >>> read_birth(QueryDict("b_year=1980&b_month=5&b_partly=yes"), "b")
    '1980-5'
    """
    text = read_day(query, name)
    return text.rstrip("-") if query.get(f"{name}_{PARTLY}") else text


def first_day(text: str) -> date:
    """Return the first day that a birth can have been on, however much was typed, or Obstacle."""
    year, month, day = day_of(text)
    if not year or (day and not month):
        raise Obstacle("date_incomplete")
    return births.of_parts(year, month and month.zfill(2), day and day.zfill(2)).first


def whole_day(text: str) -> date:
    """Return the day that was typed, or Obstacle with the code of the form."""
    year, month, day = day_of(text)
    if not (year and month and day):
        raise Obstacle("date_incomplete")
    return days.of_parts(year, month, day)


def _value(query: QueryDict, field: Field) -> object:
    if field.type == "birth":
        return read_birth(query, field.key)
    if field.is_day:
        return read_day(query, field.key)
    if field.type == "email":
        return mailbox.read(query, field.key)
    if field.repeated:
        return [text for text in map(str, query.getlist(field.key)) if text]
    text = str(query.get(field.key, ""))
    if field.type == "name" and field.key in query.getlist(USE):
        return zone_spelling(typed_text.name(text[:LONGEST]))
    return text


def _was_sent(query: QueryDict, key: str) -> bool:
    names: Collection[str] = (key, *(f"{key}_{part}" for part in PARTS))
    return any(name in query for name in names)


def _part(text: str) -> str:
    return typed_text.plain(text[:_PART_TYPED]).replace("-", "")[:_PART]


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _can_be_kept(text: str) -> bool:
    return len(text) <= LONGEST and is_readable(text)
