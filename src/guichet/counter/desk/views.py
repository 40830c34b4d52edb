"""The desk of an office: today's queue and agenda, who is looked for, and whom to call."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from guichet.booking import queries as booking
from guichet.counter import pages
from guichet.counter.desk import page, problems, queries
from guichet.counter.desk.forms import CallForm, CheckInForm, DeskForm, FindForm, WalkInForm
from guichet.counter.models import Ticket
from guichet.counter.queue import actions
from guichet.kernel import clock
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import STAFF_SEARCHES
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.offices.models import Office
from guichet.staff import audit, roles
from guichet.staff.door.entry import may_at, may_somewhere
from guichet.web.languages import of
from guichet.web.pages.errors import wait

OFFICE = "office"  # how the record calls what a look at a desk is about
BLANK: Mapping[str, object] = {"problem": "", "nobody": False, "people": None}
DESK = "counter_desk"  # the sign of the desk at which this session works


@require_safe
@may_somewhere("see_desk")
def desks(request: HttpRequest) -> HttpResponse:
    """List the offices whose desk somebody may see; of one office, go there."""
    codes = roles.offices_where(request.user, "see_desk")
    mine = offices.offices()
    if not roles.has(request.user, "see_desk"):
        mine = mine.filter(pk__in=codes)
    if len(codes) == 1 and (office := mine.first()):
        return pages.to_desk(office)
    language = of(request)
    names = [(office.pk, pages.named(office.names, language)) for office in mine]
    return pages.show(request, "desks", {"offices": sorted(names, key=lambda pair: pair[1])})


@require_safe
@may_at("see_desk")
def desk(request: HttpRequest, office: str) -> HttpResponse:
    """Show who is served, who waits, who is expected and who has gone; a recorded look."""
    return show(request, pages.open_office(office))


@require_safe
@may_at("see_desk")
def desk_now(request: HttpRequest, office: str) -> HttpResponse:
    """Show the same as it is now to a page that is open already: its look is recorded."""
    return show(request, pages.open_office(office), is_look=False)


@require_POST
@may_at("check_in")
def find(request: HttpRequest, office: str) -> HttpResponse:
    """Look for somebody who has no number at hand, among those of the days around today."""
    here, now = pages.open_office(office), clock.now()
    try:
        limits.take(STAFF_SEARCHES, str(request.user.pk).encode(), now=now)
    except Obstacle as obstacle:
        return wait(request, obstacle)
    initial = {"regions": booking.phone_regions(here)}
    form = FindForm(request.POST, language=of(request), initial=initial)
    if not form.is_valid():
        return show(request, here, form, status=422)
    people = queries.matches(here, **form.cleaned_data, now=now)
    for person in people:
        audit.did(request.user, "seen", "appointment", person.pk, page="desk")
    return show(request, here, form, people=page.people(people, here, of(request), now=now))


@require_POST
@may_at("serve")
def call(request: HttpRequest, office: str) -> HttpResponse:
    """Call whose turn it is to a desk, or somebody else for a reason."""
    here, now, officer = pages.open_office(office), clock.now(), int(request.user.pk or 0)
    desk_before = {"desk": request.session.get(DESK, "")}
    form = CallForm({**desk_before, **request.POST.dict()}, language=of(request))
    if not form.is_valid():
        return show(request, here, form, status=422)
    answers = form.cleaned_data
    if desk_before["desk"] != answers["desk"]:
        request.session[DESK] = answers["desk"]
    try:
        ticket = _call(here, answers, officer=officer, now=now)
    except Obstacle as obstacle:
        return hindered(request, here, obstacle, form)
    if ticket is None:
        return show(request, here, nobody=True)
    return pages.to_desk(here, ticket=ticket.pk)


def _call(
    office: Office, answers: Mapping[str, Any], *, officer: int, now: datetime
) -> Ticket | None:
    sign, pk = answers["desk"], answers["ticket"]
    if not pk:
        return actions.call_next(office, desk=sign, officer=officer, now=now)
    reason = answers["reason"]
    return actions.call(pk, office=office, desk=sign, reason=reason, officer=officer, now=now)


def hindered(
    request: HttpRequest, office: Office, obstacle: Obstacle, *forms: DeskForm
) -> HttpResponse:
    """Answer with the desk as it is now, and why the deed was not done."""
    problem = problems.sentence(obstacle, office, of(request))
    return show(request, office, *forms, status=409, problem=problem, code=obstacle.code)


def show(
    request: HttpRequest,
    office: Office,
    *forms: DeskForm,
    status: int = 200,
    is_look: bool = True,
    **more: object,
) -> HttpResponse:
    """Answer with the desk; `forms` keep what was typed and what is wrong with it."""
    if is_look:
        audit.did(request.user, "seen", OFFICE, 0, office=office.pk, page="desk")
    values = {**BLANK, **_context(request, office), **_forms(request, office, forms), **more}
    return pages.show(request, "desk", values, status)


def _context(request: HttpRequest, office: Office) -> dict[str, object]:
    return page.context(
        office,
        of(request),
        permissions=_permissions(request, office),
        now=clock.now(),
        subject=request.GET.get("ticket", ""),
    )


def _permissions(request: HttpRequest, office: Office) -> frozenset[str]:
    return frozenset(
        permission
        for permission in ("check_in", "serve")
        if roles.has_at(request.user, permission, office.pk)
    )


def _forms(
    request: HttpRequest, office: Office, forms: tuple[DeskForm, ...]
) -> dict[str, DeskForm]:
    language = of(request)
    services = list(offices.services_of(office))
    blank = {
        "check_in": CheckInForm(language=language),
        "walk_in": WalkInForm(language=language, services=services),
        "call_form": CallForm(language=language, initial={"desk": request.session.get(DESK, "")}),
        "finding": FindForm(language=language),
    }
    kinds = {type(form): name for name, form in blank.items()}
    return {**blank, **{kinds[type(form)]: form for form in forms if type(form) in kinds}}
