"""A shared desk: who comes says who they are; who goes leaves nothing of theirs."""

from collections.abc import Mapping
from http import HTTPStatus

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.devices import holding
from guichet.devices.desks import actions, entering, passkeys, queries
from guichet.devices.desks.actions import Desk
from guichet.devices.desks.forms import PASSKEY, PersonForm
from guichet.devices.desks.waiting import show_code
from guichet.devices.forms import TOPIC
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff.frame import keeping, pages
from guichet.staff.sign_in.forms import PasskeyForm
from guichet.web import visits
from guichet.web.addresses.paths import address
from guichet.web.forms.base import typed_line
from guichet.web.languages import DEFAULT, of
from guichet.web.pages.errors import wait
from guichet.web.words import speaker

_SALT = "guichet.devices.desks"  # of the name that a passkey is asked for
_GOOD_FOR = 600  # seconds, for which a page waits for a passkey


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def shared_desk(request: HttpRequest) -> HttpResponse:
    """Ask who is at the desk; of a browser that is none, how it becomes one."""
    device = queries.desk_of(request)
    if device is None:
        return _go("staff:waiting_desk")
    desk = actions.desk_at(device, now=clock.now())
    if request.method != "POST" or request.user.is_authenticated:
        response = _ask(request, PersonForm(language=of(request)))
        holding.keep(response, holding.token_of(request))
        return response
    try:
        return _by_key(request, desk) if "who" in request.POST else _by_name(request, desk)
    except Obstacle as obstacle:
        if obstacle.code == "too_many":
            return wait(request, obstacle)
        return _refuse(request)


@require_safe
def waiting_desk(request: HttpRequest) -> HttpResponse:
    """Show the code by which staff let this browser in, until they have."""
    if queries.desk_of(request):
        return _go("staff:shared_desk")
    if holding.device_of(request):  # a kiosk or a display is no desk
        raise Http404
    return show_code(request, now=clock.now())


@require_POST
def change_person(request: HttpRequest) -> HttpResponse:
    """Let who is here give way, at one press; nothing of theirs stays in this browser."""
    device = queries.desk_of(request)
    desk = actions.desk_at(device, now=clock.now()) if device else None
    entering.give_way(request, desk=desk)
    response = _go("staff:shared_desk")
    visits.drop(response, keeping.ACCOUNT)
    return response


def _by_name(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Let in by a desk PIN, or go on to ask for a passkey."""
    by_passkey = request.POST.get("by") == PASSKEY
    form = PersonForm(request.POST, language=of(request), by_passkey=by_passkey)
    if not form.is_valid():
        return _ask(request, form, status=422)
    name, pin = form.cleaned_data["person"], form.cleaned_data["desk_pin"]
    if by_passkey:
        return _ask_key(request, name)
    user, since = actions.by_pin(name, pin, desk=desk)
    entering.enter(request, user, by=entering.PIN, desk=desk, since=since)
    return _to_desk(request, desk)


def _by_key(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Let in by a passkey of the account that the page before asked for."""
    with actions.counted(desk):
        try:
            name = signing.loads(request.POST.get("who", ""), salt=_SALT, max_age=_GOOD_FOR)
        except signing.BadSignature:
            raise Obstacle("not_admitted") from None
        user, since = actions.by_passkey(name, desk=desk)
        form = PasskeyForm(request.POST, user=user)
        if not form.is_valid():
            raise Obstacle("not_admitted")
    form.cleaned_data["credential"].record_usage()
    entering.enter(request, user, by=entering.PASSKEY, desk=desk, since=since)
    return _to_desk(request, desk)


def _ask(request: HttpRequest, form: PersonForm, *, status: int = 200) -> HttpResponse:
    return _show(request, "desk", {"form": form}, status)


def _refuse(request: HttpRequest) -> HttpResponse:
    """Answer alike whatever did not fit; the name stays, so that only the PIN is typed again."""
    name = typed_line(request, "person")
    form = PersonForm(language=of(request), initial={"person": name})
    return _show(request, "desk", {"form": form, "refused": True}, 422)


def _ask_key(request: HttpRequest, name: str) -> HttpResponse:
    options = passkeys.question(name, queries.account(name))
    context = {"person": name, "who": signing.dumps(name, salt=_SALT), "options": options}
    return _show(request, "desk_passkey", context, 200)


def _show(
    request: HttpRequest, page: str, context: Mapping[str, object], status: int
) -> HttpResponse:
    frame = {"says": speaker(of(request), TOPIC), "next": _next(request), "refused": False}
    return pages.show(request, f"devices/{page}.html", {**frame, **context}, status)


def _to_desk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Lead to the page that a session had ended on, or to the desk of the office."""
    target = _next(request) or address("staff:desk", DEFAULT, office=desk.device.office)
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)


def _next(request: HttpRequest) -> str:
    """Return the page of staff that was asked for; "" where none was, or another site's."""
    target = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = target.startswith("/staff/") and url_has_allowed_host_and_scheme(target, None)
    return target if is_ours else ""


def _go(name: str) -> HttpResponse:
    return HttpResponseRedirect(address(name, DEFAULT), status=HTTPStatus.SEE_OTHER)
