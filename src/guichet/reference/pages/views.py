"""Reference data as files: what there is of each kind, taken out, and sent to be looked at."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from guichet.kernel import clock
from guichet.offices.reference.cells import as_csv
from guichet.offices.reference.faults import SheetError
from guichet.offices.sheets.export import rows_of
from guichet.offices.sheets.kinds import Kind
from guichet.reference import actions, queries
from guichet.reference.decoding import MOST_BYTES, Decoded, decoded
from guichet.reference.pages import page
from guichet.reference.pages.door import KEEP, SEE, kinds_of, may_keep, of_kind, scope_of
from guichet.reference.pages.forms import UploadForm
from guichet.reference.pages.receiving import with_file
from guichet.reference.trials import Scope
from guichet.staff.door.entry import may_somewhere
from guichet.web.addresses.paths import address
from guichet.web.forms.uploads import OneFile
from guichet.web.languages import DEFAULT, of

MARK = "\ufeff"  # by which Excel knows that a file is UTF-8


@require_safe
@may_somewhere(SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Show each kind that somebody may see: how many rows, and who changed it last."""
    scope = scope_of(request.user, SEE)
    kinds = kinds_of(scope)
    last = queries.last_changes([kind.name for kind in kinds], scope)
    context = {
        "kinds": [
            (kind.name, queries.count_of(kind, scope), last.get(kind.name)) for kind in kinds
        ],
        "actors": page.actors(last.values(), of(request)),
        "may_change": any(may_keep(request.user, kind) for kind in kinds),
    }
    return page.show(request, "overview", context)


@require_safe
@of_kind(SEE)
def kind(request: HttpRequest, kind: Kind, scope: Scope) -> HttpResponse:
    """Show a kind: its files, and the form for one."""
    return _show_kind(request, kind)


def _show_kind(
    request: HttpRequest, kind: Kind, fault: SheetError | None = None, status: int = 200
) -> HttpResponse:
    asks = not (kind.whole or kind.is_list)
    answers = request.POST if request.method == "POST" else None
    form = UploadForm(answers, language=of(request), asks=asks, initial={"others": "keep"})
    context = {
        "kind": kind.name,
        "columns": [(name, name in kind.required) for name in kind.readings],
        "form": form,
        "fault": fault,
        "most": MOST_BYTES // 1_000_000,
        "may_change": may_keep(request.user, kind),
    }
    return page.show(request, "kind", context, status)


@require_safe
@of_kind(SEE)
def file(request: HttpRequest, kind: Kind, scope: Scope, *, suits_excel: bool) -> HttpResponse:
    """Answer with all rows of a kind that somebody may see, as CSV."""
    head, *rows = rows_of(kind)
    mine = [row for row in rows if scope is None or row[0] in scope]
    lines = as_csv([head, *mine], delimiter=";" if suits_excel else ",")
    text = [MARK if suits_excel else "", *lines]
    response = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind.name}.csv"'
    return response  # type: ignore[return-value]


@with_file
@require_POST
@of_kind(KEEP)
def upload(request: HttpRequest, kind: Kind, scope: Scope, *, reader: OneFile) -> HttpResponse:
    """Keep a file as a draft, and go to see what it would change."""
    removes = request.POST.get("others") == "remove" and not kind.whole
    try:
        sheet = _received(reader)
    except SheetError as fault:
        return _show_kind(request, kind, fault, status=422)
    draft = actions.keep_file(
        kind.name,
        sheet,
        name=reader.name,
        removes=removes,
        account=int(request.user.pk or 0),
        now=clock.now(),
    )
    return HttpResponseRedirect(address("staff:reference_draft", DEFAULT, draft=draft.pk))


def _received(reader: OneFile) -> Decoded:
    if reader.is_too_large:
        raise SheetError("file_too_large", most=MOST_BYTES // 1_000_000)
    if not reader.name:
        raise SheetError("no_file")
    return decoded(bytes(reader.content))
