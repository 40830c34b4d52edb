"""The rows of a kind: looked for, changed in a form, added and taken away, as a file would."""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.kernel import clock
from guichet.kernel.reading import typed_text
from guichet.offices.reference.faults import FileProblem, SheetError
from guichet.offices.reference.office_rows import NAME_IN
from guichet.offices.sheets.kinds import Act, Cells, Key, Kind, State
from guichet.offices.sheets.plans import Plan, called
from guichet.reference import actions, edits, queries, trials
from guichet.reference.edits import Edit
from guichet.reference.pages import page
from guichet.reference.pages.door import KEEP, SEE, may_keep, of_kind, scope_of
from guichet.reference.pages.naming import Names
from guichet.reference.pages.row_form import MOVES, RowForm
from guichet.reference.trials import Scope
from guichet.staff import audit
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.forms.base import switching_language
from guichet.web.languages import DEFAULT, of
from guichet.web.words import speaker

_SALT = "a row as shown"


@require_safe
@of_kind(SEE)
def rows(request: HttpRequest, kind: Kind, scope: Scope) -> HttpResponse:
    """List the rows of a kind, those that hold some words where any are looked for."""
    words = typed_text.free(request.GET.get("words", ""))[:100]
    first, name = page.first_of(request), _namer(request, kind)
    matches = queries.rows_with(kind, scope, words, name=name)
    some = matches[first : first + page.SHOWN]
    columns = page.columns_of_list(kind, of(request))
    context = {
        "kind": kind.name,
        "words": words,
        "columns": [page.column(column, of(request)) for column in columns],
        "rows": [
            (page.path_of(key), name(key), [cells.get(column, "") for column in columns])
            for key, cells in some
        ],
        "span": page.span_of(first, len(some), len(matches)),
        "may_change": may_keep(request.user, kind),
    }
    return page.show(request, "rows", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_kind(SEE)
def row(request: HttpRequest, kind: Kind, scope: Scope, *, row: str) -> HttpResponse:
    """Show a row in a form, or what was typed would change; who only reads sees its cells.

    Of a row that somebody took away meanwhile, what was typed stands in the form of a new one.
    """
    may_change = may_keep(request.user, kind)
    if request.method == "POST" and not may_change:
        return pages.show(request, "staff/not_yours.html", status=403)
    state, look = kind.rows(), _seen(request, row) if request.method == "POST" else None
    key = _key(row, scope, kind, state, look)
    if key is None:
        return _gone(request, kind, look)
    if not (may_change and _is_mine(request, key)):
        return _show_row(request, kind, key, state[key])
    before = state[key] if look is None else look
    form = _form(request, kind, before, scope, is_new=False)
    is_sent = request.method == "POST" and not switching_language(request)
    if is_sent and form.is_valid():
        return _look(request, kind, form, _edits(kind, key, state, form.wish(before)), key, before)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent else HTTPStatus.OK
    return _show_form(request, kind, form, key, before, status)


def _show_row(request: HttpRequest, kind: Kind, key: Key, cells: Cells) -> HttpResponse:
    pairs = [(page.column(name, of(request)), cell) for name, cell in cells.items()]
    context = {"kind": kind.name, "name": _name(request, kind, key), "cells": pairs}
    return page.show(request, "row", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_kind(KEEP)
def add_row(request: HttpRequest, kind: Kind, scope: Scope) -> HttpResponse:
    """Ask for a new row, and show what it would change."""
    state = kind.rows()
    last = {"place": str(len(state) + 1)} if kind.is_list else {}
    form = _form(request, kind, last, scope, is_new=True)
    if request.method != "POST" or switching_language(request):
        return _show_form(request, kind, form)
    if not form.is_valid():
        return _show_form(request, kind, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    cells = form.wish({})
    key = tuple(cells.get(name, "") for name in kind.key)
    return _look(request, kind, form, [Edit(_place(key, kind, state), cells, is_new=True)])


@require_POST
@of_kind(KEEP)
def take_row(request: HttpRequest, kind: Kind, scope: Scope, *, row: str) -> HttpResponse:
    """Show what it would do to take a row away, or why it stays."""
    state, look = kind.rows(), _seen(request, row) if "seen" in request.POST else None
    key = _key(row, scope, kind, state, look)
    if key is None:
        return _to_rows(request, kind)
    form = RowForm(kind, state[key], None, language=of(request), scope=scope, is_new=False)
    return _look(request, kind, form, [Edit(key, None)], key, state[key])


def _to_rows(request: HttpRequest, kind: Kind) -> HttpResponse:
    pages.say_next(request, "said.row_gone", topic=page.TOPIC)
    return HttpResponseRedirect(address("staff:reference_rows", DEFAULT, sheet=kind.name))


def _gone(request: HttpRequest, kind: Kind, look: Cells | None) -> HttpResponse:
    """Say that a row is not there as it was shown; what was typed can be added anew."""
    if look is None or not may_keep(request.user, kind):
        return _to_rows(request, kind)
    answers, mine = {**look, **request.POST.dict()}, scope_of(request.user, KEEP)
    form = RowForm(kind, {}, answers, language=of(request), scope=mine, is_new=True)
    form.unchecked().add_error(None, speaker(of(request), page.TOPIC)("row.gone"))
    return _show_form(request, kind, form, status=HTTPStatus.CONFLICT)


def _namer(request: HttpRequest, kind: Kind) -> Callable[[Key], str]:
    """Return what names the rows of a list: by a code where it has a column for the name."""
    names = Names(of(request))
    return partial(names.row, kind.name) if kind.name == "hours" else called


def _name(request: HttpRequest, kind: Kind, key: Key) -> str:
    return Names(of(request)).row(kind.name, key)


def _look(
    request: HttpRequest,
    kind: Kind,
    form: RowForm,
    wishes: Sequence[Edit],
    key: Key | None = None,
    before: Cells | None = None,
) -> HttpResponse:
    """Go to what some rows would change, or say beside its box what is wrong."""
    act = Act(audit.actor_of(request.user), clock.now(), trials.MOVE)
    sheet = edits.sheet_of(kind, kind.rows(), wishes)
    trial = trials.trial_of_sheet(kind, sheet, scope_of(request.user, KEEP), act)
    problems = _once(trial.problems) if trial.plan is None else _taken(request, trial.plan, wishes)
    if problems:
        form.unchecked()
        form.hinder(problems, of(request))
        return _show_form(request, kind, form, key, before, HTTPStatus.UNPROCESSABLE_ENTITY)
    account = int(request.user.pk or 0)
    draft = actions.keep_rows(kind.name, wishes, way="row", account=account, now=act.now)
    return HttpResponseRedirect(address("staff:reference_draft", DEFAULT, draft=draft.pk))


def _taken(request: HttpRequest, plan: Plan, wishes: Sequence[Edit]) -> list[FileProblem]:
    """Return what is wrong where a row is to be new, or to move, and another one stands there."""
    is_new = [wish.is_new for wish in wishes]
    rows = plan.changed if is_new == [True] else plan.removed if any(is_new) else []
    if plan.kind.is_list or plan.added or not rows:
        return []
    other = next(wish.key for wish in wishes if wish.is_new)
    name = called(rows[0].key if is_new == [True] else other)
    return [FileProblem(SheetError("stands", row=name), column=plan.kind.key[-1])]


def _once(problems: Sequence[FileProblem]) -> list[FileProblem]:
    return list({str(problem.fault): problem for problem in problems}.values())


def _form(request: HttpRequest, kind: Kind, cells: Cells, scope: Scope, *, is_new: bool) -> RowForm:
    answers = request.POST if "seen" in request.POST else None
    mine = scope_of(request.user, KEEP)
    form = RowForm(kind, cells, answers, language=of(request), scope=mine, is_new=is_new)
    return form.unchecked() if switching_language(request) else form


def _show_form(
    request: HttpRequest,
    kind: Kind,
    form: RowForm,
    key: Key | None = None,
    before: Cells | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    row = page.path_of(key) if key else ""
    context = {
        "kind": kind.name,
        "form": form,
        "tongues": form.tongues(),
        "first_name": next((name for name in form.fields if name.startswith(NAME_IN)), ""),
        "row": row,
        "name": _name(request, kind, key) if key else "",
        "seen": signing.dumps([row, dict(before or {})], salt=_SALT, compress=True),
    }
    return page.show(request, "row_form", context, status)


def _seen(request: HttpRequest, row: str) -> Cells:
    """Return the cells that the form of a row has shown, or answer that there is no such page."""
    try:
        about, cells = signing.loads(request.POST.get("seen", ""), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    if about != row:
        raise Http404
    return dict(cells)


def _key(row: str, scope: Scope, kind: Kind, state: State, look: Cells | None) -> Key | None:
    """Return where the row of an address is; None where it is not there any more.

    In a list others move up when one is taken away: there it is the row that the form showed.
    """
    key = tuple(row.split(page.BETWEEN))
    if scope is not None and key[0] not in scope:
        raise Http404
    if look is None or not kind.is_list:
        return key if key in state else None
    places = [place for place, cells in state.items() if _same(cells, look, kind)]
    return key if key in places else next(iter(places), None)


def _same(cells: Cells, look: Cells, kind: Kind) -> bool:
    names = {*cells, *look} - {*kind.key}
    return all(cells.get(name, "") == look.get(name, "") for name in names)


def _is_mine(request: HttpRequest, key: Key) -> bool:
    mine = scope_of(request.user, KEEP)
    return mine is None or key[0] in mine


def _edits(kind: Kind, key: Key, state: State, wish: Cells) -> list[Edit]:
    """Return the edits of a row; one that gets another key goes, and comes anew."""
    whole = {**state[key], **wish}
    place = tuple(whole.get(name, "") for name in kind.key)
    if kind.name in MOVES and {*kind.key} & wish.keys():
        other = _place(place, kind, state)
        return [Edit(key, None), Edit(other, whole, is_new=True)]
    return [Edit(key, wish)]


def _place(key: Key, kind: Kind, state: State) -> Key:
    """Return a key as it is; a place in a list that is none is the last one."""
    if not kind.is_list:
        return key
    text = typed_text.plain(key[0])
    last = len(state) + 1
    is_place = text.isascii() and text.isdecimal() and len(text) < 8 and 1 <= int(text) <= last
    return (text if is_place else str(last),)
