"""What was done with a record in the administration, in the language of whoever reads it.

Django keeps the names of fields in English with each change.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import override

from guichet.staff.frame.words import later, moment
from guichet.web.languages import ALL, DEFAULT, of


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """When, who, and what."""

    at: str
    who: str
    change: str


def lines(entries: Iterable[LogEntry], request: HttpRequest) -> list[HistoryLine]:
    """Return what is shown of each entry."""
    return [
        HistoryLine(
            at=moment(entry.action_time, of(request)),
            who=name_of(entry),
            change=change_in_words(entry),
        )
        for entry in entries
    ]


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
