"""The public page of service standards, and how they were kept."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from guichet.applications.periods import answer_time
from guichet.figures.board.rules import FEW
from guichet.figures.standards import queries
from guichet.figures.standards.queries import Month
from guichet.figures.standards.table import Standard, standards
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day
from guichet.web.formats.dates import month_name, number, plain_day
from guichet.web.languages import ALL, of
from guichet.web.pages.render import page
from guichet.web.words import own_tongue, speaker

TOPIC = "standards"


@require_safe
def service_standards(request: HttpRequest) -> HttpResponse:
    """Show each standard, its source, and how it was kept month by month."""
    language = of(request)
    sums = queries.sums(today=authority_day(clock.now()))
    context = {
        "says": speaker(language, TOPIC),
        "standards": [
            _shown(standard, sums.months.get(standard.key, []), language)
            for standard in standards()
        ],
        "counted_to": plain_day(sums.counted_to, language) if sums.counted_to else "",
    }
    return page(request, "standards/standards.html", context, complete=ALL)


def _shown(standard: Standard, months: Sequence[Month], language: str) -> dict[str, object]:
    say = speaker(language, TOPIC)
    values = {}
    if standard.key == "decision":
        values["hours"] = number(int(answer_time().total_seconds() // 3600), language)
    if standard.minutes:
        values["minutes"] = number(standard.minutes, language)
    return {
        "key": standard.key,
        "promise": say(f"standard.{standard.key}", **values),
        "since": plain_day(standard.since, language),
        "source": _source(standard, language),
        "is_measured": bool(standard.measure),
        "months": [_month(month, language) for month in months if month.total],
    }


def _month(month: Month, language: str) -> Markup:
    say = speaker(language, TOPIC)
    name = month_name(month.first.year, month.first.month, language)
    if month.total < FEW:
        return say("kept.few", month=name)
    amount, total = number(month.kept, language), number(month.total, language)
    return say("kept.month", month=name, kept=amount, total=total)


def _source(standard: Standard, language: str) -> Markup:
    code = language if language in standard.source else "en"
    return own_tongue(Markup.escape(standard.source[code]), code, on=language)
