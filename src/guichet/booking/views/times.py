"""Choose a time, or ask to be told of one."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from guichet.booking import actions, queries
from guichet.booking.finding import answers, nearby, nothing, office_page, timetable
from guichet.booking.finding.answers import Answers
from guichet.booking.finding.timetable import Time, Timetable
from guichet.booking.forms.find import WishForm
from guichet.booking.models import Slot
from guichet.booking.schedule import release
from guichet.booking.views.places import at_open_office
from guichet.kernel import clock
from guichet.kernel.guarding import limits, network
from guichet.kernel.guarding.table import WISHES
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office, Service
from guichet.web.addresses.paths import address
from guichet.web.forms.base import switching_language, typed_again
from guichet.web.languages import of
from guichet.web.pages import errors
from guichet.web.pages.render import page

AHEAD = timedelta(days=180)  # far beyond any horizon
_NOT_MISSED = {"given_back": False, "missing": False, "nearest": None}


@require_safe
@at_open_office
def times(request: HttpRequest, office: Office, service: Service) -> HttpResponse:
    """Show the free times of the coming weeks: the first one, a month, and a list."""
    day = request.GET.get("day", "")
    table = table_of(office, service, day=read_day(day))
    missing = bool(day) and (table.day is None or str(table.day.date) != day)
    choices = answers.read(service.pk, request.GET)
    given_back = "given_back" in request.GET
    if not table.first:
        nothing.note(request, office, service)
    return _page(request, office, service, table, choices, missing=missing, given_back=given_back)


def just_taken(request: HttpRequest, slot: Slot, *, choices: Answers) -> HttpResponse:
    """Answer 409 to somebody whose time was taken a moment ago, with the nearest that are free."""
    office, service = slot.office, slot.service
    table = table_of(office, service, day=slot.local_day)
    response = _page(request, office, service, table, choices, nearest=nearest(slot))
    response.status_code = 409
    return response


def nearest(slot: Slot) -> list[Time]:
    """Return the three free times nearest to a slot, of the same office and service."""
    zone = ZoneInfo(slot.office.time_zone)
    return [timetable.time_of(free, zone) for free in queries.nearest_free(slot, now=clock.now())]


def table_of(
    office: Office, service: Service, *, day: date | None, without: int | None = None
) -> Timetable:
    """Return the timetable of an office and a service, from one statement; one slot may lack."""
    now, zone = clock.now(), ZoneInfo(office.time_zone)
    today = now.astimezone(zone).date()
    days = queries.free_times(office.pk, service.pk, first=today, last=today + AHEAD, now=now)
    return timetable.build(days, zone=zone, date_wanted=day, without=without)


def read_day(text: str) -> date | None:
    """Return the day of an address, or None for anything else.

    >>> read_day("2026-12-01"), read_day("tomorrow"), read_day("20261201")
    (datetime.date(2026, 12, 1), None, None)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if str(day) == text else None


def _page(
    request: HttpRequest,
    office: Office,
    service: Service,
    table: Timetable,
    choices: Answers,
    **more: object,
) -> HttpResponse:
    """Show a timetable; `missing` or the `nearest` say that the time asked for is not to be had."""
    language = of(request)
    place = {**_place(office, service, language), **_ways(office, service, choices, language)}
    release_at = _next_release_at(office, table.zone)
    if table.day:
        place["service"] = office_page.card_of(service, language, table.day.free_day.minutes)
    context = {**place, "table": table, "next_release_at": release_at, **_NOT_MISSED, **more}
    if not table.first:
        context["elsewhere"] = _elsewhere(office, service, choices, language)
    return page(request, "booking/times.html", context)


def _place(office: Office, service: Service, language: str) -> dict[str, object]:
    return {
        "office": office,
        "office_name": office_page.name_in(office.names, language),
        "service": office_page.card_of(service, language),
        "service_code": service.pk,
    }


def _ways(office: Office, service: Service, choices: Answers, language: str) -> dict[str, object]:
    names, query = {"office": office.pk, "service": service.pk}, answers.query(choices)
    here = address("booking:times", language, **names)
    return {
        "hidden": answers.pairs(choices),
        "times_url": here + query,
        "day_url": here + (query + "&" if choices else "?") + "day=",
        "documents_url": address("booking:documents", language, **names) + query,
        "tell_me_url": address("booking:tell_me", language, **names) + query,
    }


def _elsewhere(office: Office, service: Service, choices: Answers, language: str) -> object:
    now = clock.now()
    return nearby.elsewhere(office, service, language=language, choices=choices, now=now)


def _next_release_at(office: Office, zone: ZoneInfo) -> datetime | None:
    starts_at = release.next_release_at(office, now=clock.now())
    return starts_at.astimezone(zone) if starts_at else None


@require_http_methods(["GET", "HEAD", "POST"])
@at_open_office
def tell_me(request: HttpRequest, office: Office, service: Service) -> HttpResponse:
    """Remember an address to write to, once, when a time is free; the answer is always the same.

    Where times are free already, we write when new ones open.
    """
    choices = answers.read(service.pk, request.GET)
    form = _wish_form(request, of(request))
    if form.is_bound and form.is_valid():
        try:
            _wish(request, office, service, email=form.cleaned_data["email"])
        except Obstacle as obstacle:
            return errors.too_many(request, seconds=int(str(obstacle.facts["retry_after"])))
        query = answers.query(choices).replace("?", "&")
        return HttpResponseRedirect(f"{request.path}?asked{query}")
    context = {"form": form, **_wish_context(request, office, service, choices)}
    return page(request, "booking/tell_me.html", context, 422 if form.errors else 200)


def _wish_context(
    request: HttpRequest, office: Office, service: Service, choices: Answers
) -> dict[str, object]:
    language = of(request)
    return {
        "asked": "asked" in request.GET,
        **_place(office, service, language),
        "are_free": queries.is_any_free(office.pk, service.pk, now=clock.now()),
        "here": request.path + answers.query(choices),
        "times_url": _ways(office, service, choices, language)["times_url"],
    }


def _wish_form(request: HttpRequest, language: str) -> WishForm:
    if request.method != "POST" or switching_language(request):
        return WishForm(initial=typed_again(request), language=language)
    return WishForm(request.POST, language=language)


def _wish(request: HttpRequest, office: Office, service: Service, *, email: str) -> None:
    now = clock.now()
    limits.take(WISHES, network.network_key(request), now=now)
    actions.wish(office=office.pk, service=service.pk, email=email, language=of(request), now=now)
