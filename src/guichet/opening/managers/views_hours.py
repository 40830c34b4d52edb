"""The hours of an office: looked at, changed for good or for a day, shown before it is done."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.booking.schedule.working_days import today_at
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.days.hours import ServiceHours
from guichet.offices.models import Closure, Office, Service
from guichet.opening import actions
from guichet.opening.hours import actions as of_hours
from guichet.opening.hours import proposals
from guichet.opening.hours.actions import Effect
from guichet.opening.hours.proposals import Proposal
from guichet.opening.managers import hours_page, page, shown, week_forms
from guichet.opening.managers.views import frame, open_office, show
from guichet.opening.managers.views_closures import AT_ONCE, sees_names, to_office
from guichet.opening.managers.week_forms import HoursPaper
from guichet.staff import audit
from guichet.staff.door.entry import may_at
from guichet.staff.frame import pages
from guichet.web.formats import dates
from guichet.web.forms.base import switching_language
from guichet.web.languages import of


def of_service(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view an office and a service; where somebody took that away meanwhile, say so."""

    @wraps(view)
    def door(request: HttpRequest, office: str, service: str, **more: str) -> HttpResponse:
        here, row = open_office(office), Service.objects.filter(pk=service).first()
        return view(request, here, row, **more) if row else _service_gone(request, here)

    return door


@require_safe
@may_at("see_hours")
def hours(request: HttpRequest, office: str) -> HttpResponse:
    """Show the hours of each service of an office, and what is planned."""
    here = open_office(office)
    today = today_at(here, now=clock.now())
    context = hours_page.hours_context(here, of(request), today=today)
    return show(request, "hours", {**frame(request, here), **context})


@require_http_methods(["GET", "HEAD", "POST"])
@may_at("open_hours")
@of_service
def week(request: HttpRequest, here: Office, service: Service) -> HttpResponse:
    """Ask for another week of a service, and show what it would do."""
    return _ask(request, here, service, proposals.WEEK)


@require_http_methods(["GET", "HEAD", "POST"])
@may_at("open_hours")
@of_service
def day(request: HttpRequest, here: Office, service: Service) -> HttpResponse:
    """Ask for other hours of a service on one day, and show what they would do."""
    return _ask(request, here, service, proposals.DAY)


@require_POST
@may_at("open_hours")
@of_service
def drop(
    request: HttpRequest, here: Office, service: Service, kind: str, first: str
) -> HttpResponse:
    """Show what it would do to drop a week that is planned, or the hours of a day."""
    wish = _to_drop(here, service, f"drop_{kind}", first)
    try:
        return _show_effect(request, here, service, wish)
    except Obstacle as obstacle:
        return _show_again(request, here, service, wish, obstacle)


def _to_drop(office: Office, service: Service, kind: str, first: str) -> Proposal:
    try:
        on = date.fromisoformat(first)
    except ValueError:
        raise Http404 from None
    if kind not in {proposals.DROP_WEEK, proposals.DROP_DAY}:
        raise Http404
    mark = _mark(office, service)
    return Proposal(
        office=office.pk,
        service=service.pk,
        kind=kind,
        day=on,
        week={},
        plan=Closure.MOVE,
        mark=mark,
    )


@require_POST
@may_at("open_hours")
def change(request: HttpRequest, office: str) -> HttpResponse:
    """Change hours as it was shown; where others have booked since, it is shown again."""
    here, now = open_office(office), clock.now()
    wish = shown.read_hours(request.POST.get("shown", ""), office=here.pk)
    if wish is None:
        pages.say_next(request, "said.hours_anew", topic=page.TOPIC)
        return to_office(here, name="staff:hours")
    service = Service.objects.filter(pk=wish.service).first()
    if service is None:
        return _service_gone(request, here)
    if "again" in request.POST:
        return _show_form(request, here, service, wish.kind, _paper_of(request, wish))
    return _change(request, here, service, wish, now=now)


def _change(
    request: HttpRequest, office: Office, service: Service, wish: Proposal, *, now: datetime
) -> HttpResponse:
    by = audit.actor_of(request.user)
    try:
        owner = of_hours.change(wish, by=by, now=now)
    except Obstacle as obstacle:
        if line := of_hours.done_before(wish, by=by, now=now):
            return _to_done(request, office, line.record)
        return _show_again(request, office, service, wish, obstacle)
    if owner:
        actions.settle(owner, now=now, most=AT_ONCE)
    return _to_done(request, office, owner.pk if owner else 0)


def _service_gone(request: HttpRequest, office: Office) -> HttpResponse:
    pages.say_next(request, "said.service_gone", topic=page.TOPIC)
    return to_office(office, name="staff:hours")


def _to_done(request: HttpRequest, office: Office, owner: int) -> HttpResponse:
    """Go to whom changed hours hit, or else to the hours."""
    pages.say_next(request, "said.hours_changed", topic=page.TOPIC)
    return to_office(office, owner or None, name="staff:hours")


def _show_again(
    request: HttpRequest, office: Office, service: Service, wish: Proposal, obstacle: Obstacle
) -> HttpResponse:
    """Show what has come between: other people, other hours, or a day that is past by now."""
    if obstacle.code == "people_changed":
        return _show_effect(request, office, service, wish)
    if obstacle.code == "hours_changed" and not wish.is_dropped:
        paper = _paper_of(request, wish)
        return _show_form(request, office, service, wish.kind, paper, status=409)
    pages.say_next(request, "said.hours_anew", topic=page.TOPIC)
    return to_office(office, name="staff:hours")


def _ask(request: HttpRequest, office: Office, service: Service, kind: str) -> HttpResponse:
    """Show the form, with more rows or in another language, or what was typed would do."""
    paper = _paper(request, office, service, kind)
    asks_only = switching_language(request) or "more" in request.POST
    if request.method != "POST" or asks_only:
        for form in paper.forms if asks_only else ():
            form.unchecked()
        return _show_form(request, office, service, kind, paper)
    if not paper.is_valid():
        return _show_form(request, office, service, kind, paper, status=422)
    try:
        wish = _wish(request, office, service, kind, paper)
        return _show_effect(request, office, service, wish)
    except Obstacle as obstacle:
        if obstacle.code != "hours_changed":
            paper.hinder(obstacle)
            return _show_form(request, office, service, kind, paper, status=422)
        return _show_form(request, office, service, kind, paper, status=409)


def _paper(request: HttpRequest, office: Office, service: Service, kind: str) -> HoursPaper:
    """Return the form as it was sent, or with the hours that hold today."""
    language, is_day = of(request), kind == proposals.DAY
    if request.method == "POST":
        more = "more" in request.POST
        return week_forms.sent(request.POST, language=language, is_day=is_day, more=more)
    today = today_at(office, now=clock.now())
    own = _hours(office, service)
    present = {} if is_day else own.week_on(today)
    return week_forms.filled(present, day=today, language=language, is_day=is_day)


def _paper_of(request: HttpRequest, wish: Proposal) -> HoursPaper:
    return week_forms.filled(
        wish.week, day=wish.day, language=of(request), is_day=wish.is_exception, plan=wish.plan
    )


def _hours(office: Office, service: Service) -> ServiceHours:
    own = offices.hours_of(office).get(service.pk)
    return own or ServiceHours(service.pk, service.duration_minutes)


def _wish(
    request: HttpRequest, office: Office, service: Service, kind: str, paper: HoursPaper
) -> Proposal:
    return Proposal(
        office=office.pk,
        service=service.pk,
        kind=kind,
        day=paper.head.cleaned_data["day"],
        week=paper.week(usual=service.duration_minutes),
        plan=paper.head.cleaned_data["plan"],
        mark=request.POST.get("seen", ""),
    )


def _show_form(
    request: HttpRequest,
    office: Office,
    service: Service,
    kind: str,
    paper: HoursPaper,
    status: int = 200,
) -> HttpResponse:
    language, is_late = of(request), status == HTTPStatus.CONFLICT
    context = {
        "service": service.pk,
        "service_name": page.named(service.names, language),
        "kind": kind,
        "form": paper,
        "present": _present(office, service, language),
        "changed": is_late,
        # Typing goes on about the hours that were shown first, until others are shown.
        "mark": (not is_late and request.POST.get("seen")) or _mark(office, service),
    }
    return show(request, "hours_form", {**frame(request, office), **context}, status)


def _mark(office: Office, service: Service) -> str:
    return proposals.mark_of(offices.hours_of(office).get(service.pk))


def _present(office: Office, service: Service, language: str) -> Sequence[page.Fields]:
    week = _hours(office, service).week_on(today_at(office, now=clock.now()))
    return hours_page.week_rows(week, language)


def _show_effect(
    request: HttpRequest, office: Office, service: Service, wish: Proposal
) -> HttpResponse:
    """Show what a change would do and whom it touches; nothing is done yet."""
    effect = of_hours.effect_of(wish, now=clock.now())
    new = effect.new_to(wish.people) if wish.people or "shown" in request.POST else 0
    language, has_names = of(request), sees_names(request, office)
    if has_names:
        audit.did(request.user, "seen", "office", 0, office=office.pk, page="hours")
    context = {
        **_effect(effect, office, language, has_names=has_names),
        "wish": wish,
        "new": new,
        "service_name": page.named(service.names, language),
        "day": dates.long_day(wish.day, language),
        "week": hours_page.week_rows(wish.week, language),
        "shown": shown.sign_hours(wish, people=[person.pk for person in effect.people]),
    }
    status = HTTPStatus.CONFLICT if new else HTTPStatus.OK
    return show(request, "hours_preview", {**frame(request, office), **context}, status)


def _effect(
    effect: Effect, office: Office, language: str, *, has_names: bool
) -> Mapping[str, object]:
    some = effect.people[: page.SHOWN]
    return {
        "counts": hours_page.counts_of(effect.difference),
        "lengths": hours_page.lengths_of(effect.difference.lengths, language),
        "count": len(effect.people),
        "people": page.people(some, office, language, named_ones=has_names),
    }
