"""What a record said when its form was shown, signed in the form: two who edit it are noticed.

The form carries a keyed mark of each field and of the rows that belong to the record, and nothing
of what is in them. Who sends it reads which of them somebody else has changed since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Model
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


def parts_of(form: Any, rows: Iterable[tuple[str, Any]]) -> dict[str, StoredPart]:
    """Return what is stored of each part of a form; `rows`: formsets, each with its label."""
    parts = {name: _part(form, name) for name in form.fields}
    for label, formset in rows:
        lines = [_line(row) for row in formset.initial_forms]
        records = "; ".join(str(row.instance) for row in formset.initial_forms)
        parts[formset.prefix] = StoredPart(label, "; ".join(lines), records)
    return parts


def _part(form: Any, name: str) -> StoredPart:
    field, value = form.fields[name], form[name].initial
    return StoredPart(str(field.label or name), _text(value), _in_words(field, value))


def _in_words(field: Any, value: object) -> str:
    """Return a value as the page itself says it."""
    if isinstance(value, bool):
        return plain_sentence("admin.yes" if value else "admin.no")
    if hasattr(field, "label_from_instance") and isinstance(value, Sequence):
        return ", ".join(sorted(field.label_from_instance(record) for record in value))
    labels = [str(label) for code, label in getattr(field, "choices", ()) if code == value]
    return labels[0] if labels else _text(value)


def sign(record: Model, parts: Mapping[str, StoredPart]) -> str:
    """Return the mark that a form carries."""
    return signing.dumps(_marks(record, parts), salt=_salt(record))


def changed_since(mark: str, record: Model, parts: Mapping[str, StoredPart]) -> list[StoredPart]:
    """Return the parts that were changed since a form was shown; all for a mark that is none."""
    try:
        before = signing.loads(mark, salt=_salt(record))
    except signing.BadSignature:
        return list(parts.values())
    now = _marks(record, parts)
    return [part for name, part in parts.items() if before.get(name, now[name]) != now[name]]


def _marks(record: Model, parts: Mapping[str, StoredPart]) -> dict[str, str]:
    return {name: _mark(f"{_salt(record)} {name} {part.value}") for name, part in parts.items()}


def _mark(text: str) -> str:
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()[:16]


def _salt(record: Model) -> str:
    return f"{_SALT} {record._meta.label_lower} {record.pk}"


def _line(row: Any) -> str:
    values = (f"{name}={_text(row[name].initial)}" for name in row.fields if name != "DELETE")
    return ", ".join(values)


def _text(value: object) -> str:
    """Return a value as text, in which nothing moves that nobody has moved."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {value[key]}" for key in sorted(value) if value[key] != "")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(sorted(_text(part) for part in value))
    return "" if value is None else str(value)
