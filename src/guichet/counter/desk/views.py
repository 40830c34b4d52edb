"""The desk of an office: today's queue and agenda, who is looked for, and whom to call."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from guichet.booking import queries as booking
from guichet.counter import pages, showing
from guichet.counter.desk import answers, queries
from guichet.counter.desk.answers import DESK
from guichet.counter.desk.forms import CallForm, FindForm
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
    return answers.show(request, pages.open_office(office))


@require_safe
@may_at("see_desk")
def desk_now(request: HttpRequest, office: str) -> HttpResponse:
    """Show the same as it is now to a page that is open already: its look is recorded."""
    return answers.renew(request, pages.open_office(office))


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
        return answers.show(request, here, form, status=422)
    matches = queries.matches(here, **form.cleaned_data, now=now)
    for person in matches:
        audit.did(request.user, "seen", "appointment", person.pk, page="desk")
    return answers.show(request, here, form, matches=matches)


@require_POST
@may_at("serve")
def call(request: HttpRequest, office: str) -> HttpResponse:
    """Call whose turn it is to a desk, or somebody else for a reason."""
    here, now, officer = pages.open_office(office), clock.now(), int(request.user.pk or 0)
    desk_before = {"desk": request.session.get(DESK, "")}
    form = CallForm({**desk_before, **request.POST.dict()}, language=of(request))
    if form.is_valid():
        answers.ask_of_sign(request, here, form, now=now)
    if not form.is_valid():
        subject = request.POST.get("ticket", "")
        return answers.show(request, here, form, status=422, subject=subject)
    if desk_before["desk"] != form.cleaned_data["desk"]:
        request.session[DESK] = form.cleaned_data["desk"]
    mark = request.POST.get(showing.FIELD, "")
    try:
        ticket = _call(here, form.cleaned_data, officer=officer, now=now, mark=mark)
    except Obstacle as obstacle:
        return answers.hindered(request, here, obstacle, form)
    if ticket is None:
        return answers.show(request, here, nobody=True)
    return pages.to_desk(here, ticket=ticket.pk)


def _call(
    office: Office, values: Mapping[str, Any], *, officer: int, now: datetime, mark: str
) -> Ticket | None:
    sign, pk, reason = values["desk"], values["ticket"], values["reason"]
    if not pk:
        return actions.call_next(office, desk=sign, officer=officer, now=now)
    return actions.call(
        pk, office=office, desk=sign, reason=reason, officer=officer, now=now, mark=mark
    )
