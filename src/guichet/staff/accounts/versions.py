"""What a record said when its form was shown, signed in the form: two who edit it are noticed.

The form carries a keyed mark of each field and of the rows that belong to the record, and nothing
of what is in them. Who sends it reads which of them somebody else has changed since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.crypto import salted_hmac

from guichet.staff.frame.words import plain_sentence

NAME = "_version"  # of the hidden field
_SALT = "guichet.staff.versions"


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A field or the rows of one kind: how the page calls it, and what is stored."""

    label: str
    value: str
    shown_as: str  # for people
    cells: Mapping[str, str] = field(default_factory=dict)  # of rows: each value by its `cell`
    lines: Sequence[str] = ()  # of rows: what became of each that was changed


@dataclass(frozen=True, slots=True)
class ShownForm:
    """What a form showed when it was made; nothing for a mark that is none."""

    about: str
    marks: Mapping[str, str]

    def said(self, name: str, value: str) -> bool:
        """Tell whether a part, or a cell of rows, said this."""
        return self.marks.get(name) == _mark(self.about, name, value)

    def had_row(self, prefix: str, key: object) -> bool:
        """Tell whether a row with this primary key stood on the page."""
        return any(name.startswith(cell(prefix, key, "")) for name in self.marks)


def cell(prefix: str, key: object, name: str) -> str:
    """Return how the mark calls a field of a row with this primary key."""
    return f"{prefix} {key} {name}"


def names_in(formset: Any) -> list[str]:
    """Return the fields that people see of each row of a formset."""
    hidden = {"DELETE", formset.fk.name, formset.model._meta.pk.name}
    return [name for name in formset.empty_form.fields if name not in hidden]


def parts_of(form: Any, rows: Iterable[tuple[str, Any]]) -> dict[str, StoredPart]:
    """Return what is stored of each part of a form; `rows`: formsets, each with its label."""
    parts = {name: _part(form, name) for name in form.fields}
    for label, formset in rows:
        lines = [_line(row) for row in formset.initial_forms]
        records = "; ".join(str(row.instance) for row in formset.initial_forms)
        parts[formset.prefix] = StoredPart(label, "; ".join(lines), records, _cells(formset))
    return parts


def _cells(formset: Any) -> dict[str, str]:
    names = names_in(formset)
    return {
        cell(formset.prefix, row.instance.pk, name): text_of(row[name].initial)
        for row in formset.initial_forms
        for name in names
    }


def _part(form: Any, name: str) -> StoredPart:
    shown_field, value = form.fields[name], form[name].initial
    label = str(shown_field.label or name)
    return StoredPart(label, text_of(value), in_words(shown_field, value))


def sent_in_words(fields: Mapping[str, Any], post: Any, files: Any, prefix: str = "") -> str:
    """Return a row in words, as it was sent."""
    return row_in_words(fields, values_sent(fields, post, files, prefix))


def values_sent(
    fields: Mapping[str, Any], post: Any, files: Any, prefix: str = ""
) -> dict[str, object]:
    """Return what was sent of each field; what does not fit it as it was typed."""
    values: dict[str, object] = {}
    for name, shown_field in fields.items():
        value = shown_field.widget.value_from_datadict(post, files, f"{prefix}{name}")
        try:
            values[name] = shown_field.clean(value)
        except ValidationError:
            values[name] = value
    return values


def row_in_words(fields: Mapping[str, Any], values: Mapping[str, object]) -> str:
    """Return a row as people read it: what is filled in of it, each behind its label."""
    pairs = [(fields[name].label or name, in_words(fields[name], values[name])) for name in fields]
    cells = [
        plain_sentence("changed.cell", label=str(label), value=words)
        for label, words in pairs
        if words
    ]
    return " · ".join(cells)


def stored_in_words(row: Any, rows: Any) -> str:
    """Return a row of rows in words, as it is stored."""
    fields = {name: row.fields[name] for name in names_in(rows)}
    return row_in_words(fields, {name: row[name].initial for name in fields})


def in_words(field: Any, value: Any) -> str:
    """Return a value as the page itself says it."""
    value = value.pk if isinstance(value, Model) else value
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return plain_sentence("admin.yes" if value else "admin.no")
    is_several = isinstance(value, Sequence | QuerySet) and not isinstance(value, str)
    if hasattr(field, "label_from_instance") and is_several:
        return ", ".join(sorted(field.label_from_instance(record) for record in value))
    labels = [str(label) for code, label in getattr(field, "choices", ()) if code == value]
    return labels[0] if labels else text_of(value)


def sign(record: Model, parts: Mapping[str, StoredPart]) -> str:
    """Return the mark that a form carries."""
    about = _salt(record)
    values = {name: part.value for name, part in parts.items()}
    for part in parts.values():
        values |= part.cells
    marks = {name: _mark(about, name, value) for name, value in values.items()}
    return signing.dumps(marks, salt=about, compress=True)


def read(mark: str, record: Model) -> ShownForm:
    """Return what the form with this mark showed of a record."""
    try:
        marks = signing.loads(mark, salt=_salt(record))
    except signing.BadSignature:
        marks = {}
    return ShownForm(_salt(record), marks)


def changed_since(before: ShownForm, parts: Mapping[str, StoredPart]) -> dict[str, StoredPart]:
    """Return the parts that were changed since a form was shown; all for a mark that is none."""
    return {
        name: part
        for name, part in parts.items()
        if not before.marks or (name in before.marks and not before.said(name, part.value))
    }


def _mark(about: str, name: str, value: str) -> str:
    return salted_hmac(_SALT, f"{about} {name} {value}", algorithm="sha256").hexdigest()[:16]


def _salt(record: Model) -> str:
    return f"{_SALT} {record._meta.label_lower} {record.pk}"


def _line(row: Any) -> str:
    values = (f"{name}={text_of(row[name].initial)}" for name in row.fields if name != "DELETE")
    return ", ".join(values)


def text_of(value: object) -> str:
    """Return a value as text, in which nothing moves that nobody has moved."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {value[key]}" for key in sorted(value) if value[key] != "")
    if isinstance(value, Sequence | QuerySet) and not isinstance(value, str):
        return ", ".join(sorted(text_of(part) for part in value))
    return "" if value is None else str(value).replace("\r\n", "\n")  # as browsers send a line
