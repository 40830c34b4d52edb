"""The record: who did what, and who looked at whom. Nothing is changed here."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from guichet.casework.pages import officer_of, show
from guichet.casework.record import export as audit_export
from guichet.casework.record import page
from guichet.casework.record.searching import entries, record_filter
from guichet.casework.worklist import queries
from guichet.kernel import clock
from guichet.kernel.record import audit as record
from guichet.kernel.record.audit import actor_of
from guichet.staff import roles
from guichet.staff.door.entry import may
from guichet.web.languages import of


@require_safe
@may("see_audit")
def audit(request: HttpRequest) -> HttpResponse:
    """Show the record of what is asked for, a page of it; this look is noted as well."""
    now = clock.now()
    search = record_filter(request.GET.dict(), now=now)
    context = page.context(search, of(request), reader=request.user)
    actor = actor_of(officer_of(request))
    record.write("see", "audit", 0, actor=actor, now=now, **page.noted(context))
    files = roles.has(request.user, "see_files")
    return show(request, "audit", {**context, "may_open": files})


_FILES = {
    "csv": (audit_export.as_csv, "text/csv; charset=utf-8"),
    "jsonl": (audit_export.as_json_lines, "application/jsonl; charset=utf-8"),
}


@require_safe
@may("see_audit")
def export(request: HttpRequest, kind: str) -> Any:  # a stream is no HttpResponse to the types
    """Hand over the lines that are asked for as a file, and note in the record that it was."""
    if kind not in _FILES:
        raise Http404
    now = clock.now()
    search = record_filter(request.GET.dict(), now=now)
    application = queries.by_any_number(search.number) if search.number else None
    about, actor = application.pk if application else 0, actor_of(officer_of(request))
    record.write("export", "audit", 0, actor=actor, now=now, application=about, kind=kind)
    write, media = _FILES[kind]
    rows = entries(search, application, reader=request.user)
    every = rows.iterator(chunk_size=audit_export.AT_ONCE)
    lines = audit_export.lines(every, of(request), reader=request.user)
    response = StreamingHttpResponse(write(lines), content_type=media)
    response["Content-Disposition"] = f'attachment; filename="record.{kind}"'
    return response
