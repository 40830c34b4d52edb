"""The board of what people report, page by page: who sees it, and who says that it is done."""

from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from guichet.feedback import actions, queries
from guichet.feedback.models import Report
from guichet.feedback.titles import title_of
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_day
from guichet.staff import audit, roles
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.formats.dates import plain_day
from guichet.web.languages import ALL, DEFAULT, of
from guichet.web.words import speaker

TOPIC = "feedback_staff"
SHOWN_DAYS = 7


@require_safe
@may("see_feedback")
def board(request: HttpRequest) -> HttpResponse:
    """Show the pages that most is said about, with reasons, days and texts."""
    is_done = request.GET.get("state") == "done"
    some = queries.reports(is_done=is_done)
    counts = queries.pages_of(some)
    reports = queries.about(some, counts.keys())
    language = of(request)
    rows = [
        {**_row(name, [each for each in reports if each.page == name], language), "count": count}
        for name, count in counts.items()
    ]
    context = {
        "says": speaker(language, TOPIC),
        "reasons": speaker(language, "feedback"),
        "rows": rows,
        "is_done": is_done,
        "settles": roles.has(request.user, "settle_feedback"),
    }
    return pages.show(request, f"{TOPIC}/board.html", context)


@require_POST
@may("settle_feedback")
def settle(request: HttpRequest, report: int) -> HttpResponse:
    """Say that a report is done, or open again."""
    is_done = request.POST.get("state") != "open"
    actor, now = audit.actor_of(request.user), clock.now()
    try:
        actions.settle(report, is_done=is_done, actor=actor, now=now)
    except Obstacle:
        pages.say_next(request, "said.gone", topic=TOPIC)
    else:
        pages.say_next(request, "said.done" if is_done else "said.open", topic=TOPIC)
    path = address("staff:page_reports", DEFAULT) + ("" if is_done else "?state=done")
    return HttpResponseRedirect(path, status=HTTPStatus.SEE_OTHER)


def _row(name: str, reports: Sequence[Report], language: str) -> dict[str, object]:
    days = Counter(authority_day(report.sent_at) for report in reports)
    counts = Counter(code for report in reports for code in report.reasons)
    return {
        "page": name,
        "title": title_of(name, language),
        "path": f"/{DEFAULT}{name}" if name and "*" not in name else "",
        "reasons": counts.most_common(),
        "days": [
            (plain_day(day, language), days[day]) for day in sorted(days, reverse=True)[:SHOWN_DAYS]
        ],
        "reports": [_line(report, language) for report in reports],
    }


def _line(report: Report, language: str) -> dict[str, object]:
    tongue = ALL.get(report.language)
    return {
        "pk": report.pk,
        "text": report.text,
        "reasons": report.reasons,
        "language": tongue.endonym if tongue else report.language,
        "code": report.language,
        "direction": tongue.direction if tongue else "auto",
        "release": report.release,
        "day": plain_day(authority_day(report.sent_at), language),
        "done_by": report.done_by.partition(":")[2],
    }
