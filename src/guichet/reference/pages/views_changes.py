"""The history of a kind: each change, and what it did cell by cell."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.offices.sheets.kinds import KINDS, Kind
from guichet.opening.managers import page as opening_page
from guichet.reference import queries
from guichet.reference.models import ReferenceChange, ReferenceRow
from guichet.reference.pages import page, touched
from guichet.reference.pages.door import KEEP, SEE, is_open, may_keep, of_kind, scope_of
from guichet.reference.pages.naming import Names
from guichet.reference.trials import Scope
from guichet.staff.door.entry import may_somewhere
from guichet.web.languages import of
from guichet.web.words import speaker


@require_safe
@of_kind(SEE)
def history(request: HttpRequest, kind: Kind, scope: Scope) -> HttpResponse:
    """Show the changes of a kind, the newest first."""
    changes, first = queries.changes_of(kind.name, scope), page.first_of(request)
    some = list(changes[first : first + page.SHOWN])
    context = {
        "kind": kind.name,
        "changes": some,
        "actors": page.actors(some, of(request)),
        "span": page.span_of(first, len(some), changes.count()),
    }
    return page.show(request, "history", context)


@require_safe
@may_somewhere(SEE)
def change(request: HttpRequest, change: int) -> HttpResponse:
    """Show a change: who made it, when and why, and each cell before and after."""
    entry = change_of(request, change, SEE)
    first, language = page.first_of(request), of(request)
    rows, names = entry.rows.all()[first : first + page.SHOWN], Names(language)
    count = entry.added + entry.changed + entry.removed
    context = {
        "change": entry,
        "hit": touched.hit_looks(request, entry, names),
        "opening_says": speaker(language, opening_page.TOPIC),
        "actors": page.actors([entry], language),
        "undone": entry.undone_by.first(),
        "rows": [_row(row, entry.kind, names, language) for row in rows],
        "span": page.span_of(first, len(rows), count),
        "may_change": may_keep(request.user, KINDS[entry.kind])
        and queries.is_within(entry, scope_of(request.user, KEEP)),
    }
    return page.show(request, "change", context)


def _row(row: ReferenceRow, kind: str, names: Names, language: str) -> page.RowLook:
    return page.row_look(names.row(kind, tuple(row.key)), row.was, row.cells, language)


def change_of(request: HttpRequest, number: int, permission: str) -> ReferenceChange:
    """Return a change that somebody may see, or undo; else answer that there is none."""
    entry = ReferenceChange.objects.filter(pk=number).first()
    scope = scope_of(request.user, permission)
    if entry is None or not is_open(KINDS[entry.kind], scope):
        raise Http404
    if not queries.is_within(entry, scope):
        raise Http404
    return entry
