"""A record that is not there: who deleted it, and what was typed in its form meanwhile, to copy."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst

from guichet.staff.accounts import history, versions
from guichet.staff.frame.words import moment, plain_sentence
from guichet.web.languages import of

_LEFT_OUT = {"csrfmiddlewaretoken", "language", "_save", "_continue", "_addanother"}
MOST_ROWS = 1000


def page(
    request: HttpRequest, key: str, form: Any, rows: Iterable[tuple[str, Any]], context: Any
) -> HttpResponse:
    """Answer that a record is not there; `form` and `rows` are those of an empty one."""
    model = form._meta.model
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id=key,
            action_flag=DELETION,
        )
        .select_related("user")
        .first()
    )
    values = {
        "title": plain_sentence("gone.title" if entry else "gone.nothing"),
        "says": _says(entry, request) if entry else "",
        "typed": typed(request, form, rows),
        "nothing_saved": plain_sentence("gone.typed"),
        "to_list": plain_sentence("gone.list"),
        "form_id": f"{model._meta.model_name}_form",
        "opts": model._meta,
        "fields": [
            (name, value)
            for name, texts in request.POST.lists()
            for value in texts
            if name not in _LEFT_OUT
        ],
    }
    return render(request, "admin/gone.html", {**context, **values}, status=410)


def typed(
    request: HttpRequest, form: Any, rows: Iterable[tuple[str, Any]]
) -> Sequence[tuple[str, str]]:
    """Return what a form sent, field by field and row by row, in words."""
    if not request.POST.keys() & form.fields.keys():
        return []
    values = versions.values_sent(form.fields, request.POST, request.FILES)
    pairs = [
        (str(field.label or name), versions.in_words(field, values[name]))
        for name, field in form.fields.items()
    ]
    for label, formset in rows:
        pairs += [(label, words) for words in _rows_sent(request, formset)]
    return [(capfirst(label), words) for label, words in pairs if words]


def _rows_sent(request: HttpRequest, formset: Any) -> list[str]:
    fields = {name: formset.empty_form.fields[name] for name in versions.names_in(formset)}
    total = request.POST.get(f"{formset.prefix}-TOTAL_FORMS", "")
    count = int(total) if total.isascii() and total.isdecimal() and len(total) < 5 else 0
    return [
        versions.sent_in_words(fields, request.POST, request.FILES, f"{formset.prefix}-{number}-")
        for number in range(min(count, MOST_ROWS))
    ]


def _says(entry: LogEntry, request: HttpRequest) -> str:
    return plain_sentence(
        "gone.by",
        record=entry.object_repr,
        name=history.name_of(entry),
        at=moment(entry.action_time, of(request)),
    )
