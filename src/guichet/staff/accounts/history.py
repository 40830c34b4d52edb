"""What was done with a record in the administration, in the language of whoever reads it.

Django keeps the names of fields in English with each change. What is no account has its values
before and after beside them.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import override

from guichet.kernel import clock
from guichet.staff.accounts.versions import in_words
from guichet.staff.frame.words import later, moment, plain_sentence
from guichet.web.languages import ALL, DEFAULT, of


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """When, who, and what; `values`: each field before and after, where that is kept."""

    at: str
    who: str
    change: str
    values: Sequence[str] = ()


def lines(entries: Iterable[LogEntry], request: HttpRequest) -> list[HistoryLine]:
    """Return what is shown of each entry."""
    return [
        HistoryLine(
            at=moment(entry.action_time, of(request)),
            who=name_of(entry),
            change=change_in_words(entry),
            values=list(_values_in_words(entry)),
        )
        for entry in entries
    ]


def with_values(parts: list[Any], form: Any, formsets: Iterable[Any]) -> list[Any]:
    """Return what Django notes of a change, and beside each field its value before and after."""
    forms = [form] if form.changed_data else []
    for rows in formsets or ():
        of_row = {id(row.instance): row for row in rows.initial_forms}
        forms += [of_row[id(record)] for record, _fields in rows.changed_objects]
    changes = [part["changed"] for part in parts if "changed" in part]
    for change, row in zip(changes, forms, strict=False):
        change["values"] = [_before_and_after(row, name) for name in row.changed_data]
    return parts


def _before_and_after(form: Any, name: str) -> tuple[str, str]:
    field = form.fields[name]
    before = form.get_initial_for_field(field, name)
    return in_words(field, before), in_words(field, form.cleaned_data.get(name))


def on_our_clock(entries: Any) -> Any:
    """Put what Django has noted just now on the clock that all of the site goes by."""
    several = [entries] if isinstance(entries, LogEntry) else list(entries or ())
    numbers = [entry.pk for entry in several]
    LogEntry.objects.filter(pk__in=numbers).update(action_time=clock.now())
    return entries


def _values_in_words(entry: LogEntry) -> Iterator[str]:
    names, empty = _names(), plain_sentence("changed.empty")
    for part in _parts_of(entry):
        for facts in part.values():
            for name, pair in zip(facts.get("fields", ()), facts.get("values", ()), strict=False):
                before, after = (text or empty for text in pair)
                label = names.get(name, name)
                yield plain_sentence("history.value", label=label, before=before, after=after)


def _parts_of(entry: LogEntry) -> list[dict[str, Any]]:
    try:
        parts = json.loads(entry.change_message)
    except json.JSONDecodeError:
        return []
    return parts if isinstance(parts, list) else []


def change_in_words(entry: LogEntry) -> str:
    """Return what was changed, with fields and models called as the page calls them."""
    try:
        parts = json.loads(entry.change_message)
    except json.JSONDecodeError:
        return str(entry.change_message)
    names = _names()
    for part in parts if isinstance(parts, list) else []:
        for facts in part.values():
            if "name" in facts:
                facts["name"] = names.get(facts["name"], facts["name"])
            if "fields" in facts:
                facts["fields"] = [names.get(name, name) for name in facts["fields"]]
    return str(LogEntry(change_message=json.dumps(parts)).get_change_message())


def name_of(entry: LogEntry) -> str:
    """Return the name of who made an entry."""
    user: Any = entry.user
    full_name = user.get_full_name()
    return f"{user.get_username()} ({full_name})" if full_name else str(user.get_username())


def _names() -> dict[str, str]:
    """Return how the page calls what Django has noted in English: models, and labels of fields."""
    labels = [*_labels(), later("account.roles"), later("admin.email")]
    with override(ALL[DEFAULT].django):
        noted = [str(label) for label in labels]
    names = [str(label) for label in labels]
    plain = dict(zip(noted, names, strict=True))
    return plain | {capfirst(english): capfirst(name) for english, name in plain.items()}


def _labels() -> Iterator[Any]:
    for pages in admin.site._registry.values():
        for model in (pages.model, *(inline.model for inline in pages.inlines)):
            of_model: Any = model._meta
            for part in (of_model, *of_model.concrete_fields, *of_model.many_to_many):
                yield part.verbose_name
