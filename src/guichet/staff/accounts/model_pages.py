"""What the pages of every model of the administration have: no script, and nothing typed is lost.

Django's own pages rest on scripts for days, for rows and for what belongs together. Here they are
plain forms, so that they work in every browser and under the policy of the site.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR, SEARCH_VAR, ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.functional import lazy

from guichet.staff.accounts import coming_back, gone, history, unchecked, versions
from guichet.staff.accounts.coming_back import ComingBack
from guichet.staff.frame import keeping
from guichet.staff.frame.words import later, plain_sentence

LONGEST_TERM = 100
EMPTY_ROWS = 3  # of what belongs to a record, where a script would add one more
_SEARCH, _ALL, _TERMS = "search", "all", "staff_search"
_SHOWN_AGAIN, _COMING_BACK = "_guichet_shown_again", "_guichet_coming_back"

_SENTENCES = ("title", "says", "again", "empty")


class PlainFields:
    """Fields that need no script: days and times as the browser asks for them, plain choices."""

    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")},
        models.TimeField: {"widget": forms.TimeInput({"type": "time"}, format="%H:%M")},
    }

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: Any, **options: Any
    ) -> Any:
        """Return a field without the buttons that open another window."""
        field = super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class NamedRows:
    """Rows of which the box that deletes one is called what the row says, in its own words."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Call the box after the row that is stored."""
        super().add_fields(form, index)  # type: ignore[misc]
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = lazy(versions.stored_in_words, str)(form, self)


@cache
def plain(inline: Any) -> type:
    """Return the rows of a model that belongs to another one, with plain fields."""
    rows = type("Rows", (NamedRows, inline.formset), {})
    return type(inline.__name__, (PlainFields, inline), {"extra": EMPTY_ROWS, "formset": rows})


class SearchedList(ChangeList):
    """A list whose search stands in the session: names of people are in no address and no log."""

    def get_queryset(self, request: HttpRequest, *options: Any, **more: Any) -> QuerySet[Any]:
        """Return what fits the filters of the address and the term of the session."""
        self.query = request.session.get(_TERMS, {}).get(self.opts.label_lower, "")
        return super().get_queryset(request, *options, **more)


class ModelPages(PlainFields):
    """List, form and history of a model, in the frame of the staff.

    Pages that have `keeps_values` keep each value before and after; `history_note` is what they
    say of another history.
    """

    model: Any
    opts: Any

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """Return the list that is searched without an address."""
        return SearchedList

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[type]:
        """Return the rows that belong to a record, without script."""
        return [plain(inline) for inline in super().get_inlines(request, obj)]  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list; a term that is sent is kept first, and an odd address is put right."""
        if request.method == "POST" and {_SEARCH, _ALL} & request.POST.keys():
            self._keep_term(request)
            return HttpResponseRedirect(_without(request, PAGE_VAR))
        if ERROR_FLAG in request.GET:
            messages.warning(request, plain_sentence("admin.no_such_filter"))
        if {ERROR_FLAG, SEARCH_VAR} & request.GET.keys():
            return HttpResponseRedirect(_without(request, ERROR_FLAG, SEARCH_VAR))
        answer: HttpResponse = super().changelist_view(request, extra_context)  # type: ignore[misc]
        return answer

    def _keep_term(self, request: HttpRequest) -> None:
        term = "" if _ALL in request.POST else request.POST.get(_SEARCH, "")
        term = term.replace("\x00", "").strip()[:LONGEST_TERM]
        request.session[_TERMS] = {
            **request.session.get(_TERMS, {}),
            self.opts.label_lower: term,
        }

    @keeping.brings_back
    def add_view(self, request: HttpRequest, *where: Any, **more: Any) -> HttpResponse:
        """Show and take the form of a new record."""
        _show_again(request)
        answer: HttpResponse = super().add_view(request, *where, **more)  # type: ignore[misc]
        return answer

    @keeping.brings_back
    def change_view(self, request: HttpRequest, *where: Any, **more: Any) -> HttpResponse:
        """Show and take the form of a record; who comes second reads what was changed, and 409."""
        _show_again(request)
        with transaction.atomic():
            form = self._changed_meanwhile(request, *where, **more)
            if form:
                request.POST = form.fields  # type: ignore[assignment]
                setattr(request, _COMING_BACK, form)
                setattr(request, _SHOWN_AGAIN, True)
            answer: HttpResponse = super().change_view(request, *where, **more)  # type: ignore[misc]
        if form:
            answer.status_code = 409
        return answer

    def _changed_meanwhile(
        self, request: HttpRequest, object_id: str, *_where: Any, **_more: Any
    ) -> ComingBack | None:
        """Return the form to be shown again where others changed its record; locks the record.

        Of a form that does not say what it showed, all counts as changed: it may be of any age.
        """
        if request.method != "POST" or hasattr(request, _SHOWN_AGAIN):
            return None
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if record is None:
            return None
        locked = (
            self.model._base_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
        )
        if locked is None:  # deleted in this very moment
            return None
        before = versions.read(request.POST.get(versions.NAME, ""), locked)
        form, rows = self._as_stored(request, locked)
        changes = versions.changed_since(before, versions.parts_of(form, rows))
        return coming_back.make(request, before, changes, form, rows) if changes else None

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, _opts: Any, object_id: str
    ) -> HttpResponse:
        """Answer that a record is not there any more, with what was typed in its form."""
        form, rows = self._as_stored(request, self.model())
        site: Any = self.admin_site  # type: ignore[attr-defined]
        form_id = f"{self.opts.model_name}_form" if request.POST else ""
        context = {**site.each_context(request), "frame": site.frame(request, form_id)}
        return gone.page(request, unquote(object_id), form, rows, context)

    def _as_stored(self, request: HttpRequest, record: Any) -> tuple[Any, list[tuple[str, Any]]]:
        """Return the form of what is stored of a record, and its rows, each with their label."""
        form = super().get_form(request, record, change=True)(instance=record)  # type: ignore[misc]
        rows = [
            (str(inline.verbose_name_plural), formset(instance=record))
            for formset, inline in super().get_formsets_with_inlines(request, record)  # type: ignore[misc]
        ]
        return form, rows

    def get_form(self, request: HttpRequest, *where: Any, **more: Any) -> Any:
        """Return the form; what was typed before comes again unchecked."""
        form = super().get_form(request, *where, **more)  # type: ignore[misc]
        return unchecked.form(form, _kept(request)) if hasattr(request, _SHOWN_AGAIN) else form

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: Any = None
    ) -> Iterable[tuple[Any, Any]]:
        """Yield the rows that belong to a record."""
        for rows, inline in super().get_formsets_with_inlines(request, obj):  # type: ignore[misc]
            if hasattr(request, _SHOWN_AGAIN):
                yield unchecked.rows(rows, _kept(request)), inline
            else:
                yield rows, inline

    def render_change_form(self, request: HttpRequest, context: Any, **more: Any) -> Any:
        """Return the page of a form, whose language can be changed with what is typed in it."""
        frame = self.admin_site.frame(request, f"{self.opts.model_name}_form")  # type: ignore[attr-defined]
        context = {**context, "frame": frame, **self._version(request, more.get("obj"))}
        return super().render_change_form(request, context, **more)  # type: ignore[misc]

    def _version(self, request: HttpRequest, record: Any) -> dict[str, object]:
        """Return the mark of what is stored, and what others changed since the page before."""
        if record is None or record.pk is None:
            return {}
        changes = form.changes if (form := getattr(request, _COMING_BACK, None)) else []
        mark = request.POST.get(versions.NAME, "")
        if changes or not mark:  # else the page goes on from the one before
            stored = self.model._base_manager.get(pk=record.pk)
            mark = versions.sign(stored, versions.parts_of(*self._as_stored(request, stored)))
        return {
            "version": mark,
            "version_name": versions.NAME,
            "changes": changes,
            "changed": {key: later(f"changed.{key}") for key in _SENTENCES},
        }

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[Any]:
        """Return what the history keeps of a change; of accounts no values."""
        parts: list[Any] = super().construct_change_message(request, form, formsets, add)  # type: ignore[misc]
        return (
            history.with_values(parts, form, formsets) if hasattr(self, "keeps_values") else parts
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show what was done with a record, in the language of the page."""
        answer: HttpResponse = super().history_view(request, object_id, extra_context)  # type: ignore[misc]
        if isinstance(answer, TemplateResponse):
            entries = answer.context_data["action_list"]  # type: ignore[index]
            note = getattr(self, "history_note", str)
            answer.context_data |= {  # type: ignore[operator]
                "lines": history.lines(entries, request),
                "nothing": plain_sentence("history.nothing"),
                "note": note(),
            }
        return answer


def _show_again(request: HttpRequest) -> None:
    """Take what was typed before as if it were sent, to be shown and no more."""
    fields = keeping.again(request)
    if fields is not None:
        len(request.FILES)  # read once now: the first reading empties what is put beside it
        request.method, request.POST = "POST", fields  # type: ignore[assignment]
        setattr(request, _SHOWN_AGAIN, True)


def _kept(request: HttpRequest) -> frozenset[str]:
    """Return the names of what is shown as it is stored, and not as it was sent."""
    form: ComingBack | None = getattr(request, _COMING_BACK, None)
    return form.as_stored if form else frozenset()


def _without(request: HttpRequest, *names: str) -> str:
    query = [(key, value) for key, values in request.GET.lists() for value in values]
    text = urlencode([pair for pair in query if pair[0] not in names])
    return f"{request.path}?{text}" if text else request.path
