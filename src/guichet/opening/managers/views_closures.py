"""A closure: shown before it is made, made in one step, followed, and taken back."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Closure, Office
from guichet.opening import actions, queries
from guichet.opening.managers import page, shown
from guichet.opening.managers.shown import Shown
from guichet.opening.managers.views import form_of, frame, open_office, show, show_office
from guichet.opening.models import Outcome
from guichet.staff import audit, roles
from guichet.staff.door.entry import may_at
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT, of

AT_ONCE = 20  # people who are settled while the manager waits; the worker goes on with the others


@require_POST
@may_at("open_hours")
def preview(request: HttpRequest, office: str) -> HttpResponse:
    """Show whom a closure would hit; nothing is done yet."""
    here, now = open_office(office), clock.now()
    form = form_of(request, here)
    if not form.is_valid():
        return show_office(request, here, form, status=422)
    answers = form.cleaned_data
    moments = {"starts_at": answers["starts_at"], "ends_at": answers["ends_at"]}
    try:
        actions.check(here, **moments, now=now)
    except Obstacle as obstacle:
        form.hinder(obstacle)
        return show_office(request, here, form, status=422)
    wish = Shown(office=here.pk, **moments, reason=answers["reason"], plan=answers["plan"])
    return _show_preview(request, here, wish)


@require_POST
@may_at("open_hours")
def close(request: HttpRequest, office: str) -> HttpResponse:
    """Close the office as it was shown; where others have booked since, it is shown again."""
    here, now = open_office(office), clock.now()
    wish = shown.read(request.POST.get("shown", ""), office=here.pk)
    if wish is None:
        pages.say_next(request, "said.shown_anew", topic=page.TOPIC)
        return to_office(here)
    people = queries.hit_by(here, starts_at=wish.starts_at, ends_at=wish.ends_at, now=now)
    if new := set(people.values_list("pk", flat=True)) - set(wish.people):
        return _show_preview(request, here, wish, new=len(new))
    try:
        closure = actions.close(here, **wish.facts(), by=_actor(request), now=now)
    except Obstacle:  # its end has come while somebody looked
        pages.say_next(request, "said.shown_anew", topic=page.TOPIC)
        return to_office(here)
    actions.settle(closure, now=now, most=AT_ONCE)
    return to_office(here, closure.pk)


@require_safe
@may_at("see_hours")
def closure(request: HttpRequest, office: str, closure: int) -> HttpResponse:
    """Show how far a closure has come, whom to call, and what became of everybody.

    One that was taken back stays readable: who was canceled is called by this page.
    """
    here, language = open_office(office), of(request)
    entry = _entry(here, closure, language)
    has_names = sees_names(request, here)
    outcomes = queries.outcomes_of(closure)
    calls = queries.not_reached(outcomes) if has_names else Outcome.objects.none()
    if has_names:
        audit.did(request.user, "seen", "office", 0, office=here.pk, page="closure")
    context = {
        "closure": entry,
        "calls": calls.count(),
        "callers": page.callers(calls[: page.SHOWN], here, language),
        "outcomes": page.outcomes_of(closure, here, language, named_ones=has_names),
        "opens_people": has_names and roles.has_at(request.user, "book_for", here.pk),
    }
    return show(request, "closure", {**frame(request, here), **context})


@require_POST
@may_at("open_hours")
def take_back(request: HttpRequest, office: str, closure: int) -> HttpResponse:
    """Open again what a closure had closed, and nothing else; pressed twice, it is done once."""
    here = open_office(office)
    row = Closure.objects.select_related("office").filter(pk=closure, office=here).first()
    if row is None and queries.taken_back(here, closure):
        return _taken_back_before(request, here, closure)
    if row is None or row.is_change:  # hours are changed again, and not taken back
        raise Http404
    try:
        actions.take_back(row, by=_actor(request), now=clock.now())
    except Obstacle:  # in another window, a moment ago
        return _taken_back_before(request, here, closure)
    pages.say_next(request, "said.taken_back", topic=page.TOPIC)
    return to_office(here)


def _taken_back_before(request: HttpRequest, office: Office, closure: int) -> HttpResponse:
    pages.say_next(request, "said.taken_back_before", topic=page.TOPIC)
    return to_office(office, closure)


@require_POST
@may_at("open_hours")
def reached(request: HttpRequest, office: str, closure: int, outcome: int) -> HttpResponse:
    """Note that somebody was reached by telephone; noted twice, it is noted once."""
    here = open_office(office)
    person = queries.outcomes_of(closure).filter(pk=outcome).first()
    if person is None or not _is_of(here, closure):
        raise Http404
    if person.appointment.slot.office_id != here.pk:  # so they chose while the page was open
        pages.say_next(request, "said.reached_elsewhere", topic=page.TOPIC)
    elif actions.reach(person, by=_actor(request), agent=request.user.pk, now=clock.now()):
        pages.say_next(request, "said.reached", topic=page.TOPIC)
    return to_office(here, closure)


def _show_preview(
    request: HttpRequest, office: Office, wish: Shown, *, new: int = 0
) -> HttpResponse:
    language, has_names = of(request), sees_names(request, office)
    hit = queries.hit_by(office, starts_at=wish.starts_at, ends_at=wish.ends_at, now=clock.now())
    people = list(hit)
    if has_names:
        audit.did(request.user, "seen", "office", 0, office=office.pk, page="closure")
    context = {
        **page.span(wish.starts_at, wish.ends_at, office, language),
        "wish": wish,
        "new": new,
        "count": len(people),
        "people": page.people(people[: page.SHOWN], office, language, named_ones=has_names),
        "shown": shown.sign(wish, people=[person.pk for person in people]),
    }
    values = {**frame(request, office), **context}
    return show(request, "preview", values, HTTPStatus.CONFLICT if new else HTTPStatus.OK)


def to_office(
    office: Office, closure: int | None = None, *, name: str = "staff:opening"
) -> HttpResponse:
    """Send to a closure, or to a page of the office, after something was done."""
    place: dict[str, object] = {"office": office.pk}
    if closure:
        name, place["closure"] = "staff:closure", closure
    return HttpResponseRedirect(address(name, DEFAULT, **place), status=HTTPStatus.SEE_OTHER)


def _is_of(office: Office, pk: int) -> bool:
    """Tell whether a closure, also one that was taken back, is of an office."""
    return Closure.objects.filter(pk=pk, office=office).exists() or bool(
        queries.taken_back(office, pk)
    )


def _entry(office: Office, pk: int, language: str) -> page.Fields:
    """Return a closure in words, also where it was taken back; 404 where none ever was."""
    row = Closure.objects.select_related("office").filter(pk=pk, office=office).first()
    if row:
        return page.closure_entry(row, language)
    line = queries.taken_back(office, pk)
    if line is None:
        raise Http404
    return page.ended_entry(line, office, language)


def sees_names(request: HttpRequest, office: Office) -> bool:
    """Tell whether somebody sees the names of clients at an office."""
    return roles.has_at(request.user, "see_desk", office.pk)


def _actor(request: HttpRequest) -> str:
    return audit.actor_of(request.user)
