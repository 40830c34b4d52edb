"""Whom agents call back: the list, one of them, and what is done with it."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from guichet.contact.call_backs import actions, queries
from guichet.contact.call_backs.models import CallBack, CallBackAttempt
from guichet.contact.call_backs.pages import rows
from guichet.contact.call_backs.pages.forms import WriteForm
from guichet.contact.call_backs.pages.words import TOPIC, says
from guichet.interactions.models import Interaction
from guichet.kernel import case_numbers, clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import phones
from guichet.staff import audit, roles
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.forms.base import switching_language, typed_again, typed_line
from guichet.web.languages import DEFAULT, of

MOST = 200
LATELY = timedelta(hours=24)
SETTLED = {"done", "not_reached", "not_asked"}


@require_safe
@may("see_contacts")
def call_backs(request: HttpRequest) -> HttpResponse:
    """List whom to call now, what is agreed for later, and what ended in the last day."""
    return _list(request, _form(request))


@require_safe
@may("see_contacts")
def call_back(request: HttpRequest, call_back: int) -> HttpResponse:
    """Show one call-back; its number to the agent who has taken it, and to nobody else."""
    row = CallBack.objects.select_related("request", "taken_by").filter(pk=call_back).first()
    if row is None:  # erased while it was open here
        return _refused(request, Obstacle("not_found"))
    return _one(request, row)


@require_POST
@may("answer")
def take(request: HttpRequest, call_back: int) -> HttpResponse:
    """Take a call-back: it is this agent's, and a contact begins."""
    try:
        actions.take(call_back, agent=_agent(request), now=clock.now())
    except Obstacle as obstacle:
        return _refused(request, obstacle)
    pages.say_next(request, "said.taken", topic=TOPIC)
    return _to(address("staff:call_back", DEFAULT, call_back=call_back))


@require_POST
@may("answer")
def settle(request: HttpRequest, call_back: int) -> HttpResponse:
    """Say what came of a try."""
    outcome = request.POST.get("outcome", "")
    try:
        if outcome not in SETTLED:
            raise Obstacle("call_back_not_yours")
        actions.settle(call_back, outcome, agent=_agent(request), now=clock.now())
    except Obstacle as obstacle:
        return _refused(request, obstacle)
    pages.say_next(request, f"said.{outcome}", topic=TOPIC)
    return _to(address("staff:call_backs", DEFAULT))


@require_POST
@may("answer")
def cancel(request: HttpRequest, call_back: int) -> HttpResponse:
    """Cancel a call-back that somebody does not want any more."""
    return _canceled(request, call_back)


@require_POST
@may("answer")
def cancel_numbered(request: HttpRequest) -> HttpResponse:
    """Cancel the call-back of a number that somebody says."""
    number = typed_line(request, "number", most=40)
    pks = [row.pk for row in queries.numbered(number) if row.is_open]
    if not pks:
        return _refused(request, Obstacle("not_found"))
    return _canceled(request, pks[0])


@require_POST
@may("answer")
def write_down(request: HttpRequest) -> HttpResponse:
    """Write down a call-back for whom the agent speaks with."""
    if switching_language(request):
        return _list(request, _form(request, initial=typed_again(request)))
    form = _form(request, request.POST)
    if not form.is_valid():
        return _list(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _written(request, form)


def _written(request: HttpRequest, form: WriteForm) -> HttpResponse:
    contact = Interaction.objects.get(number=form.cleaned_data["contact"])
    try:
        actions.write_down(
            contact.pk,
            form.cleaned_data["number"],
            form.cleaned_data["window"],
            agent=_agent(request),
            language=contact.language,
            now=clock.now(),
        )
    except Obstacle as obstacle:
        form.add_error(None, str(says(of(request))(f"problem.{obstacle.code}")))
        return _list(request, form, status=HTTPStatus.CONFLICT)
    number = case_numbers.for_people(contact.number)
    pages.say_next(request, "said.written", topic=TOPIC, number=number)
    return _to(address("staff:call_backs", DEFAULT))


def _canceled(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.cancel(pk, actor=audit.actor_of(request.user), now=clock.now())
    except Obstacle as obstacle:
        return _refused(request, obstacle)
    pages.say_next(request, "said.canceled", topic=TOPIC)
    return _to(address("staff:call_backs", DEFAULT))


def _agent(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


def _form(request: HttpRequest, *data: Any, **more: Any) -> WriteForm:
    language, now = of(request), clock.now()
    contacts = Interaction.objects.filter(agent=_agent(request), ended_at=None)
    return WriteForm(
        *data,
        say=says(language),
        windows=rows.choices(queries.free_windows(now=now), language, says(language)),
        contacts=[(each.number, case_numbers.for_people(each.number)) for each in contacts],
        **more,
    )


def _list(
    request: HttpRequest, form: WriteForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    language, now, reader = of(request), clock.now(), _agent(request)

    def shown(some: Any) -> list[dict[str, Any]]:
        return [rows.row(each, language, reader=reader, now=now) for each in some[:MOST]]

    context = {
        "says": says(language),
        "due": shown(queries.due(now=now)),
        "later": shown(queries.later(now=now)),
        "over": shown(queries.lately_over(now - LATELY)),
        "answers": roles.has(request.user, "answer"),
        "form": form,
        "contacts": form.fields["contact"].choices,  # type: ignore[attr-defined]
        "windows": form.fields["window"].choices,  # type: ignore[attr-defined]
        "problem": problem,
    }
    return pages.show(request, f"{TOPIC}/call_backs.html", context, status)


def _one(request: HttpRequest, call_back: CallBack) -> HttpResponse:
    language, now, reader = of(request), clock.now(), _agent(request)
    attempt = call_back.attempts.filter(ended_at=None).select_related("interaction").first()
    is_mine = attempt is not None and call_back.taken_by_id == reader
    context: dict[str, Any] = {
        "says": says(language),
        "row": rows.row(call_back, language, reader=reader, now=now),
    }
    if is_mine:
        assert isinstance(attempt, CallBackAttempt)
        audit.did(request.user, "see", actions.RECORD, call_back.pk, page="call_back")
        context |= {
            "dial": call_back.number,
            "whole_number": phones.for_people(call_back.number),
            "contact": attempt.interaction.number,
        }
    return pages.show(request, f"{TOPIC}/call_back.html", context)


def _refused(request: HttpRequest, obstacle: Obstacle) -> HttpResponse:
    words = str(says(of(request))(f"problem.{obstacle.code}"))
    return _list(request, _form(request), problem=words, status=HTTPStatus.CONFLICT)


def _to(path: str) -> HttpResponse:
    return HttpResponseRedirect(path, status=HTTPStatus.SEE_OTHER)
