"""What staff do to one ticket; each press answers with the desk as it is then."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from guichet.counter import pages, showing, tokens
from guichet.counter.desk import answers
from guichet.counter.desk.forms import DeskForm, FinishForm, ParkForm, TransferForm
from guichet.counter.models import Serving, Ticket
from guichet.counter.queue import actions, public, undoing
from guichet.counter.tickets import paper as sheets
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.staff import audit
from guichet.staff.door.entry import may_at
from guichet.web.languages import of

Deed = Callable[..., Ticket]


@require_POST
@may_at("serve")
def serve(request: HttpRequest, office: str, ticket: int, deed: str) -> HttpResponse:
    """Do what belongs to serving: recall, start, finish, transfer, note that nobody came."""
    return _do(request, office, ticket, deed)


@require_POST
@may_at("check_in")
def care(request: HttpRequest, office: str, ticket: int, deed: str) -> HttpResponse:
    """Do what reception does as well: agree to a call before the time, park, leave, undo."""
    return _do(request, office, ticket, deed)


@require_safe
@may_at("check_in")
def paper(request: HttpRequest, office: str, ticket: int) -> HttpResponse:
    """Show a ticket as it is printed, in its client's language; then the desk comes back."""
    here = pages.open_office(office)
    row, now = get_object_or_404(Ticket, pk=ticket, office=here), clock.now()
    try:
        standing = public.standing_of(tokens.token_of(row.pk), now=now)
    except Obstacle as obstacle:
        raise Http404 from obstacle
    back, reader = pages.desk_of(here, ticket=row.pk), of(request)
    request.language = row.language  # type: ignore[attr-defined]  # it is the client who reads it
    return sheets.show(request, standing, language=row.language, back=back, now=now, staff=reader)


def _do(request: HttpRequest, code: str, pk: int, deed: str) -> HttpResponse:
    office = pages.open_office(code)
    form, now = _form(request, office, deed), clock.now()
    if form.is_valid() and isinstance(form, TransferForm):
        answers.ask_of_sign(request, office, form, now=now)
    if not form.is_valid():
        problem = next(iter(form.errors.values()))[0]
        return answers.show(request, office, form, status=422, problem=problem, subject=str(pk))
    mark = request.POST.get(showing.FIELD, "")
    try:
        ticket = _deed(request, deed, form)(pk, office=office, now=now, mark=mark)
    except Obstacle as obstacle:
        return answers.hindered(request, office, obstacle, form)
    return pages.to_desk(office, ticket=ticket.pk)


def _form(request: HttpRequest, office: Office, deed: str) -> DeskForm:
    kinds = {"finish": FinishForm, "park": ParkForm, "transfer": TransferForm}
    services = pages.services_of(office) if deed == "transfer" else {}
    return kinds.get(deed, DeskForm)(request.POST, language=of(request), services=services)


def _deed(request: HttpRequest, deed: str, form: DeskForm) -> Deed:
    actor, officer = audit.actor_of(request.user), int(request.user.pk or 0)
    values = form.cleaned_data
    match deed:
        case "start":
            return partial(actions.start, officer=officer)
        case "finish":
            outcome = values["outcome"] or Serving.Outcome.SERVED
            note = values["note"]
            return partial(actions.finish, outcome=outcome, note=note, officer=officer)
        case "transfer":
            return partial(actions.transfer, **values, actor=actor)
        case "park":
            return partial(actions.park, minutes=int(values["minutes"] or 0), actor=actor)
        case "undo":
            # A page asks once about the deed of somebody else; a program was asked nothing.
            return partial(undoing.undo, is_sure=request.POST.get("sure") != "", actor=actor)
        case _:
            return partial(SIMPLE[deed], actor=actor)


SIMPLE: dict[str, Deed] = {
    "agree": actions.agree,
    "recall": actions.recall,
    "no-show": actions.miss,
    "left": actions.leave,
}
