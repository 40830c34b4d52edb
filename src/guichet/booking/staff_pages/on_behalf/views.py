"""Choose what for and when, and keep the places while somebody says who comes."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from guichet.booking.keys import tokens
from guichet.booking.on_behalf import actions
from guichet.booking.on_behalf.actions import NONE, Override
from guichet.booking.rules import RELEASE
from guichet.booking.staff_pages.on_behalf import page
from guichet.booking.staff_pages.on_behalf.forms import TOPIC, PlaceForm, TimeForm
from guichet.booking.staff_pages.on_behalf.frame import (
    BOOK_FOR,
    may_override,
    open_office,
    show,
    to_token,
)
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.staff import audit
from guichet.staff.door.entry import may_at
from guichet.web.languages import of
from guichet.web.words import speaker


@require_safe
@may_at(BOOK_FOR)
def book_for(request: HttpRequest, office: str) -> HttpResponse:
    """Show for what an office books, and the times at which somebody may come."""
    here = open_office(office)
    form = _place_form(request, here, request.GET if "service" in request.GET else None)
    return _choose(request, here, form)


@require_POST
@may_at(BOOK_FOR)
def hold_for(request: HttpRequest, office: str) -> HttpResponse:
    """Keep a place at the time that was chosen, or places beside each other."""
    here = open_office(office)
    place = _place_form(request, here, request.POST)
    form = TimeForm(request.POST, language=of(request))
    if not form.is_valid():
        return _choose(request, here, place, form, problem=_first_error(form))
    try:
        claims = actions.hold_for(
            form.cleaned_data["slot"],
            office=here.pk,
            people=int(form.cleaned_data["people"] or 1),
            actor=audit.actor_of(request.user),
            now=clock.now(),
            override=_override(request, here, form),
        )
    except Obstacle as obstacle:
        problem = speaker(of(request), TOPIC)(f"problem.{obstacle.code}")
        return _choose(request, here, place, form, problem=problem)
    return to_token(here, tokens.party_token(claims), 1)


def _override(request: HttpRequest, office: Office, form: TimeForm) -> Override:
    reason = form.cleaned_data["reason"]
    if not (reason and may_override(request, office)):
        return NONE
    return Override(lifted=[RELEASE], reason=reason)


def _place_form(request: HttpRequest, office: Office, fields: object) -> PlaceForm:
    language = of(request)
    services = {
        service.pk: page.named(service.names, language) for service in offices.services_of(office)
    }
    return PlaceForm(fields, language=language, services=services)


def _choose(
    request: HttpRequest,
    office: Office,
    form: PlaceForm,
    time_form: TimeForm | None = None,
    *,
    problem: Markup | str = "",
) -> HttpResponse:
    context: dict[str, object] = {
        "form": form,
        "time_form": time_form or TimeForm(language=of(request)),
        "problem": problem,
        **(_times(request, office, form) if form.is_bound and form.is_valid() else {"days": None}),
    }
    status = 409 if problem else 422 if form.errors else 200
    return show(request, office, "choose", context, status)


def _times(request: HttpRequest, office: Office, form: PlaceForm) -> page.Row:
    service, people = form.cleaned_data["service"], form.cleaned_data["people"] or "1"
    times = page.times(
        office,
        of(request),
        service=service,
        people=int(people),
        day=_day(form.cleaned_data["day"]),
        may_override=may_override(request, office),
        now=clock.now(),
    )
    return {**times, "service": service, "people": people}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _first_error(form: TimeForm) -> str:
    return str(next(iter(form.errors.values()))[0])
