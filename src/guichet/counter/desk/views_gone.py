"""Everybody whose ticket of today is over: hundreds by the evening, on a page of their own."""

from collections.abc import Sequence
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from guichet.counter import pages
from guichet.counter.desk import answers, entries, page, queries
from guichet.counter.desk.entries import Reader, Row
from guichet.counter.desk.forms import GoneForm
from guichet.counter.desk.queries import Present
from guichet.staff.door.entry import may_at
from guichet.web.languages import of

ON_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@may_at("see_desk")
def gone(request: HttpRequest, office: str) -> HttpResponse:
    """Show whose ticket is over, or those of a number or a name; a recorded look."""
    here = pages.open_office(office)
    answers.look(request, here, "gone")
    reader = answers.reader_of(request, here)
    form = GoneForm(request.POST if request.method == "POST" else None, language=of(request))
    people = queries.gone_at(here, now=reader.now)
    if form.is_valid() and (words := form.cleaned_data["words"]):
        people = queries.among(people, words)
    context = {**page.head(reader), "finding": form, **_shown(people, request, reader)}
    return pages.show(request, "gone", context, status=422 if form.errors else 200)


def _shown(people: Sequence[Present], request: HttpRequest, reader: Reader) -> Row:
    last = max(1, ceil(len(people) / ON_A_PAGE))
    text = request.GET.get("page", "")
    place = int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else 1
    number = min(max(place, 1), last)
    on_page = people[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return {
        "over": [entries.entry(ticket, reader) for ticket in on_page],
        "count": len(people),
        "page": number,
        "last": last,
    }
