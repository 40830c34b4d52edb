"""The figures of offices, for those who may see them."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_safe

from guichet.figures import queries, rules
from guichet.figures.managers import page, tables
from guichet.figures.managers.page import TOPIC, Writer
from guichet.figures.managers.period import Period, period_of
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day
from guichet.offices import queries as offices
from guichet.offices.models import Office, Service
from guichet.staff import roles
from guichet.staff.door.entry import may_at, may_somewhere
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.formats import separated
from guichet.web.languages import DEFAULT, of
from guichet.web.words import speaker


@require_safe
@may_somewhere("see_figures")
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of the offices somebody may see side by side; of one office, go there."""
    codes, mine = roles.offices_where(request.user, "see_figures"), offices.offices()
    if not roles.has(request.user, "see_figures"):
        mine = mine.filter(pk__in=codes)
        if len(codes) == 1:
            only = address("staff:office_figures", DEFAULT, office=next(iter(codes)))
            return HttpResponseRedirect(only)
    names = dict(mine.values_list("code", "names"))
    period = period_of(request, authority_day(clock.now()), longest=rules.LONGEST_OF_MANY)
    sums = queries.figures_by_office([*names], first=period.first, last=period.last)
    return _show(request, "offices", period, page.offices_context(sums, names, of(request)))


@require_safe
@may_at("see_figures")
def office_figures(request: HttpRequest, office: str) -> HttpResponse:
    """Show the figures of an office in a period, with a chart and a table of each."""
    place = _office(office)
    period = period_of(request, _today(place))
    span = {"first": period.first, "last": period.last}
    write = Writer(of(request), dict(Service.objects.values_list("code", "names")))
    exactly = roles.has_at(request.user, "see_desk", office)
    context = {
        "office": place.pk,
        "office_name": page.named(place.names, write.language),
        **page.office_context(queries.figures_of(office, **span), write, exactly=exactly),
        **page.days_context(queries.figures_by_day(office, **span), write, **span),
    }
    return _show(request, "office", period, context)


@require_safe
@may_at("see_figures")
def period_figures(request: HttpRequest, office: str) -> HttpResponse:
    """Answer with the figures of a period as CSV; lines of few people are put together."""
    period = period_of(request, _today(_office(office)))
    if period.form.errors:
        raise Http404
    span = {"first": period.first, "last": period.last}
    lines = tables.lines(office, queries.figures_of(office, **span), **span)
    return _file(separated.text(lines), f"{office}-{period.first}-{period.last}.csv")


@require_safe
@may_at("see_figures")
def day_counts(request: HttpRequest, office: str, day: str) -> HttpResponse:
    """Answer with the counts of a day as CSV: a line of names, and one of figures."""
    _office(office)
    counts = queries.counts_of(office, read_day(day))
    head, line = ["office", "date", *counts], [office, day, *counts.values()]
    return _file(separated.text([head, line]), f"{office}-{day}.csv")


def read_day(text: str) -> date:
    """Return a day as addresses have it, 2026-12-01, or answer that there is no such page."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if day.isoformat() != text:  # other spellings of ISO 8601
        raise Http404
    return day


def _office(code: str) -> Office:
    place = offices.office(code)
    if place is None:
        raise Http404
    return place


def _today(office: Office) -> date:
    return clock.now().astimezone(ZoneInfo(office.time_zone)).date()


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _show(
    request: HttpRequest, template: str, period: Period, context: Mapping[str, object]
) -> HttpResponse:
    frame = {"says": speaker(of(request), TOPIC), "period": period}
    status = 422 if period.form.errors else 200
    return pages.show(request, f"figures/{template}.html", {**frame, **context}, status)
