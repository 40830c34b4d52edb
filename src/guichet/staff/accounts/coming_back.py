"""A form that comes back, since somebody else changed its record while it was filled in.

What this person has not touched shows what is stored today, and what they typed stays. Rows are
those of today: one that is gone comes as a new one only where something was typed in it. So one
more press saves what they typed, and puts back nothing that they have not looked at.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from guichet.staff.accounts import versions
from guichet.staff.accounts.versions import ShownForm, StoredPart
from guichet.staff.frame.words import plain_sentence


@dataclass(frozen=True, slots=True)
class ComingBack:
    """What others changed, the form as it comes again, and which fields show what is stored."""

    changes: Sequence[StoredPart]
    fields: QueryDict
    as_stored: frozenset[str]


def make(
    request: HttpRequest,
    before: ShownForm,
    changes: Mapping[str, StoredPart],
    form: Any,
    rows: Sequence[tuple[str, Any]],
) -> ComingBack:
    """Return the form as it comes again; `form` and `rows` are what is stored."""
    form_sent = _FormSent(before, request.POST, request.FILES)
    fields, as_stored = request.POST.copy(), form_sent.untouched(form.fields)
    parts = dict(changes)
    for _label, formset in rows:
        if part := changes.get(formset.prefix):
            today = _RowsOfToday(formset, form_sent)
            as_stored |= today.follow(fields)
            parts[formset.prefix] = replace(part, lines=today.changes())
    return ComingBack(list(parts.values()), fields, frozenset(as_stored))


@dataclass(frozen=True, slots=True)
class _FormSent:
    """What was sent, beside what its page had shown."""

    before: ShownForm
    fields: QueryDict
    files: Any

    def untouched(self, fields: Mapping[str, Any], *, row: str = "", cell: str = "") -> set[str]:
        """Return the fields sent as the page showed them; `cell`: how the mark calls its row."""
        return {
            name
            for name, field in fields.items()
            if self._is_untouched(f"{cell}{name}", f"{row}{name}", field)
        }

    def row(self, fields: Mapping[str, Any], prefix: str) -> str:
        """Return a row in words, as it was sent."""
        return versions.sent_in_words(fields, self.fields, self.files, prefix)

    def _is_untouched(self, name: str, name_sent: str, field: Any) -> bool:
        if field.widget.value_omitted_from_data(self.fields, self.files, name_sent):
            return True
        value = field.widget.value_from_datadict(self.fields, self.files, name_sent)
        try:
            return self.before.said(name, versions.text_of(field.clean(value)))
        except ValidationError:
            return False


class _RowsOfToday:
    """The rows that are stored, each with what was typed in it; below them those that are new."""

    def __init__(self, formset: Any, form_sent: _FormSent) -> None:
        self.prefix, self.key = formset.prefix, formset.model._meta.pk.name
        self.fields = {name: formset.empty_form.fields[name] for name in versions.names_in(formset)}
        self.stored = {
            str(row.instance.pk): {name: row[name].initial for name in self.fields}
            for row in formset.initial_forms
        }
        self.form_sent = form_sent
        self.rows: dict[int, dict[str, list[str]]] = {}
        for name, values in form_sent.fields.lists():
            if parts := re.fullmatch(rf"{re.escape(self.prefix)}-(\d{{1,4}})-(.+)", name):
                self.rows.setdefault(int(parts[1]), {})[parts[2]] = [str(text) for text in values]

    def follow(self, fields: QueryDict) -> set[str]:
        """Put the rows of today into what was sent; return the fields that show what is stored."""
        for number, values_by_name in self.rows.items():
            for name in values_by_name:
                fields.pop(f"{self.prefix}-{number}-{name}", None)
        by_key = {self._key_of(number): number for number in sorted(self.rows)}
        lines: list[tuple[str, int | None]] = [(key, by_key.get(key)) for key in self.stored]
        lines += [("", number) for number in sorted(self.rows) if self._is_new(number)]
        as_stored: set[str] = set()
        for place, (key, line) in enumerate(lines):
            row = f"{self.prefix}-{place}-"
            for name, values in (self.rows[line] if line is not None else {}).items():
                fields.setlist(row + name, values)
            fields[row + self.key] = key
            as_stored |= {row + name for name in self._untouched(key, line)}
        fields[f"{self.prefix}-TOTAL_FORMS"] = str(len(lines))
        fields[f"{self.prefix}-INITIAL_FORMS"] = str(len(self.stored))
        return as_stored

    def changes(self) -> list[str]:
        """Return in words which rows were added, changed and removed since the page was made.

        A row that was removed and made anew as it was is none of them. A page that says nothing
        of itself is told all rows of today.
        """
        if not self.form_sent.before.marks:
            return [self._words(key) for key in self.stored]
        numbers = [n for n in sorted(self.rows) if self._key_of(n) not in {"", *self.stored}]
        new_rows = [self._words(key) for key in self.stored if self._is_added(key)]
        rows_gone = [self._words_sent(n) for n in numbers if not self._is_new(n)]
        by_kind = {
            "added": new_rows,
            "changed": [self._words(key) for key in self.stored if self._is_changed(key)],
            "removed": rows_gone,
            "put_back": [self._words_sent(n) for n in numbers if self._is_new(n)],
        }
        same = set(new_rows) & set(rows_gone)
        lines = [
            plain_sentence(f"changed.row_{kind}", row=words)
            for kind, rows in by_kind.items()
            for words in rows
            if words not in same
        ]
        return lines or [plain_sentence("changed.row_same")]

    def _is_added(self, key: str) -> bool:
        return not self.form_sent.before.had_row(self.prefix, key)

    def _is_changed(self, key: str) -> bool:
        before = self.form_sent.before
        return not self._is_added(key) and any(
            not before.said(versions.cell(self.prefix, key, name), versions.text_of(value))
            for name, value in self.stored[key].items()
        )

    def _words(self, key: str) -> str:
        return versions.row_in_words(self.fields, self.stored[key])

    def _words_sent(self, number: int) -> str:
        return self.form_sent.row(self.fields, f"{self.prefix}-{number}-")

    def _key_of(self, number: int) -> str:
        return "".join(self.rows[number].get(self.key, []))

    def _untouched(self, key: str, number: int | None) -> set[str]:
        """Return the fields of a stored row in which nothing was typed; none of a new one."""
        if number is None or not key:
            return set(self.fields) if key else set()
        row, cell = f"{self.prefix}-{number}-", versions.cell(self.prefix, key, "")
        return self.form_sent.untouched(self.fields, row=row, cell=cell)

    def _is_new(self, number: int) -> bool:
        """Tell whether a row is typed anew, or was typed in while somebody else removed it."""
        key = self._key_of(number)
        if key in self.stored:
            return False
        is_typed_in = len(self._untouched(key, number)) < len(self.fields)
        return not key or (is_typed_in and "DELETE" not in self.rows[number])
