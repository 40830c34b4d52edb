"""Ask to be called back on the web, and the page of one call-back: confirm, choose, cancel."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from guichet.contact.call_backs import actions, queries, tokens
from guichet.contact.call_backs.models import CallBack
from guichet.contact.call_backs.pages import rows
from guichet.contact.call_backs.pages.forms import AskForm, ChooseForm
from guichet.contact.call_backs.pages.words import zone_of
from guichet.contact.call_backs.parcels import TOPIC
from guichet.guidance.words import TOPIC as GUIDANCE
from guichet.guidance.words import say
from guichet.kernel import clock
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.network import network_key
from guichet.kernel.guarding.table import CALL_BACKS
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs import idempotency
from guichet.web import visits
from guichet.web.addresses.paths import address
from guichet.web.contacts import spoken
from guichet.web.forms.base import switching_language, typed_again
from guichet.web.languages import ALL, of
from guichet.web.pages.errors import wait
from guichet.web.pages.render import page
from guichet.web.words import Say, speaker

FORM = "form"  # what tells one showing of the form from every other


@require_http_methods(["GET", "HEAD", "POST"])
def call_back(request: HttpRequest) -> HttpResponse:
    """Ask for a number and a time, and keep what is asked."""
    if request.method != "POST":
        return _ask_page(request, _ask_form(request))
    if switching_language(request):
        return _ask_page(request, _ask_form(request, initial=typed_again(request)))
    form = _ask_form(request, request.POST)
    if not form.is_valid():
        return _ask_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _asked(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Show one call-back to whoever has its page; only its text leads to more than canceling."""
    name = tokens.named(token)
    if name is None:
        raise Http404
    pk, purpose = name
    call_back = CallBack.objects.select_related("request").filter(pk=pk).first()
    if call_back is None:  # its name is ours: it was erased since
        return _gone(request)
    if request.method != "POST" or switching_language(request):
        return _own_page(request, call_back, purpose)
    try:
        _do(request, call_back, purpose, now=clock.now())
    except Obstacle as obstacle:
        call_back.refresh_from_db()
        words = str(_says(request)(f"problem.{obstacle.code}"))
        return _own_page(request, call_back, purpose, problem=words, status=HTTPStatus.CONFLICT)
    return _to(request, token)


def _gone(request: HttpRequest) -> HttpResponse:
    context = {"says": _says(request), "guidance": speaker(of(request), GUIDANCE)}
    response = page(request, "call_backs/gone.html", context, HTTPStatus.GONE, complete=ALL)
    visits.make_private(response)
    return response


def _asked(request: HttpRequest, form: AskForm) -> HttpResponse:
    now = clock.now()
    try:
        limits.take(CALL_BACKS, network_key(request), now=now)
    except Obstacle as obstacle:
        return _too_many(request, form, obstacle)
    try:
        call_back = actions.ask(
            form.cleaned_data["number"],
            form.cleaned_data["window"],
            language=of(request),
            takes_texts=not form.cleaned_data["no_texts"],
            once=_once(request),
            now=now,
        )
    except Obstacle as obstacle:
        form.add_error(None, str(form.say(f"problem.{obstacle.code}")))
        return _ask_page(request, form, status=HTTPStatus.CONFLICT)
    return _to(request, tokens.token(call_back.pk, tokens.PAGE))


def _too_many(request: HttpRequest, form: AskForm, obstacle: Obstacle) -> HttpResponse:
    """Say beside what was typed how long to wait, so that it need not be typed again."""
    seconds = obstacle.facts.get("retry_after")
    if obstacle.code != "too_many" or not isinstance(seconds, int):
        return wait(request, obstacle)
    form.add_error("number", say(obstacle.code, of(request), retry_after=seconds))
    response = _ask_page(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(seconds)
    return response


def _do(request: HttpRequest, call_back: CallBack, purpose: str, *, now: datetime) -> None:
    does = request.POST.get("does", "")
    if does == "cancel":
        actions.cancel(call_back.pk, now=now)
    elif purpose != tokens.TEXT:
        raise Obstacle("call_back_over")
    elif does == "confirm":
        actions.confirm(call_back.pk, now=now)
    else:
        form = ChooseForm(request.POST, **_offer(request))
        window = form.cleaned_data["window"] if form.is_valid() else ""
        actions.choose(call_back.pk, window, now=now)


def _once(request: HttpRequest) -> str:
    """Return what the form carries of its showing; a new one for what is none of ours."""
    name = request.POST.get(FORM, "")
    fits = len(name) == len(idempotency.new_form()) and name.isascii() and name.isprintable()
    return name if fits else idempotency.new_form()


def _says(request: HttpRequest) -> Say:
    return speaker(of(request), TOPIC)


def _windows(request: HttpRequest) -> rows.ByDay:
    free = queries.free_windows(now=clock.now())
    return rows.choices(free, of(request), _says(request), key="hours")


def _offer(request: HttpRequest) -> dict[str, Any]:
    """Return what a form of windows is made with."""
    zone = zone_of(clock.now(), of(request))
    return {"say": _says(request), "windows": _windows(request), "zone": zone}


def _ask_form(request: HttpRequest, *data: Any, **more: Any) -> AskForm:
    return AskForm(*data, **_offer(request), **more)


def _ask_page(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    once = request.POST.get(FORM) or idempotency.new_form()
    context = {
        "says": _says(request),
        "form": form,
        "windows": form.fields["window"].choices,  # type: ignore[attr-defined]
        "once": once,
        "languages": spoken(of(request)),
    }
    return page(request, "call_backs/ask.html", context, status, complete=ALL)


def _own_page(
    request: HttpRequest, call_back: CallBack, purpose: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    language, now = of(request), clock.now()
    by_text, row = purpose == tokens.TEXT, rows.public_row(call_back, language, now=now)
    context = {
        "says": _says(request),
        "row": row,
        "confirms": by_text and call_back.state == CallBack.State.ASKED,
        "form": ChooseForm(**_offer(request))
        if by_text and call_back.state == CallBack.State.OFFERED
        else None,
        "can_cancel": row["state"] in {"offered", "asked", "agreed"},
        "problem": problem,
        "guidance": speaker(language, GUIDANCE),
    }
    response = page(request, "call_backs/own.html", context, status, complete=ALL)
    visits.make_private(response)
    return response


def _to(request: HttpRequest, token: str) -> HttpResponse:
    path = address("call_backs:own", of(request), token=token)
    return HttpResponseRedirect(path, status=HTTPStatus.SEE_OTHER)
