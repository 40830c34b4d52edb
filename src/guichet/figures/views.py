"""The figures of an office, for those who may see them."""

import csv
from datetime import date
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.figures import queries
from guichet.offices import queries as offices
from guichet.staff.door.entry import may_at


@require_safe
@may_at("see_figures")
def day_counts(request: HttpRequest, office: str, day: str) -> HttpResponse:
    """Answer with the counts of a day as CSV: a line of names, and one of figures."""
    if offices.office(office) is None:
        raise Http404
    counts = queries.counts_of(office, read_day(day))
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["office", "date", *counts])
    writer.writerow([office, day, *counts.values()])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{office}-{day}.csv"'
    return response


def read_day(text: str) -> date:
    """Return a day as addresses have it, 2026-12-01, or answer that there is no such page."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if day.isoformat() != text:  # other spellings of ISO 8601
        raise Http404
    return day
