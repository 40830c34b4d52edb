"""The board of what people could not find, for those who write what should have answered."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.figures.board import page, tables
from guichet.figures.board.page import TOPIC
from guichet.figures.board.targets import Reader
from guichet.figures.managers.page import TOPIC as FIGURES
from guichet.figures.managers.period import period_of
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day
from guichet.staff import roles
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.web.formats import separated
from guichet.web.languages import of
from guichet.web.words import speaker

LONGEST = 92  # days of a period
SEE = "see_board"


@require_safe
@may(SEE)
def board(request: HttpRequest) -> HttpResponse:
    """Show what people could not find in a period, and what should have answered."""
    period = period_of(request, authority_day(clock.now()), longest=LONGEST)
    language = of(request)
    context = {
        "says": speaker(language, TOPIC),
        "figures": speaker(language, FIGURES),
        "period": period,
        "rows": page.rows(period.first, period.last, _reader(request)),
        "counted": page.counted,
        "trend": page.trend_in_words,
        "sees_reports": roles.has(request.user, "see_feedback"),
        "writes": roles.has(request.user, "write_policy"),
    }
    status = 422 if period.form.errors else 200
    return pages.show(request, "board/board.html", context, status)


@require_safe
@may(SEE)
def board_file(request: HttpRequest) -> HttpResponse:
    """Answer with the board of a period as CSV."""
    period = period_of(request, authority_day(clock.now()), longest=LONGEST)
    if period.form.errors:
        raise Http404
    rows = page.rows(period.first, period.last, _reader(request))
    lines = tables.lines(rows, first=period.first, last=period.last)
    response = HttpResponse(separated.text(lines), content_type="text/csv; charset=utf-8")
    name = f"board-{period.first}-{period.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _reader(request: HttpRequest) -> Reader:
    return Reader(of(request), roles.has(request.user, "see_policy"), clock.now())
