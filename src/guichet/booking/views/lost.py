"""A lost notice: the answer is always the same, and only the address on file learns the code."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from guichet.booking import actions
from guichet.booking.forms.client import LostForm
from guichet.booking.forms.manage import CodeForm
from guichet.booking.presentation import DOMESTIC
from guichet.booking.sentences import say
from guichet.booking.views.of_visit import go, open_for
from guichet.guidance.destinations import NATIONAL_NUMBER, destinations
from guichet.kernel import clock, limits
from guichet.kernel.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.notices import send
from guichet.web import visits
from guichet.web.errors import wait
from guichet.web.forms import switching_language
from guichet.web.languages import of
from guichet.web.render import page

# Of one network: so many at once, and seconds until one more.
ASKS, ASK_COMES_BACK = 5, 300.0
_SALT = "guichet.booking.lost"


@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Ask who somebody is, and send a code to the address on file if there is one."""
    now = clock.now()
    form = LostForm(
        request.POST if request.method == "POST" else None,
        country=DOMESTIC,
        language=of(request),
        today=now.date(),
    )
    if switching_language(request):
        form.unchecked()
    elif form.is_bound and form.is_valid() and form.details:
        try:
            limits.take_token(
                "lost", network_key(request), burst=ASKS, seconds=ASK_COMES_BACK, now=now
            )
        except Obstacle as obstacle:
            return wait(request, obstacle)
        identity = actions.ask_for_code(form.details, language=of(request), now=now)
        response = go(request, "booking:lost_code")
        _keep(response, identity)
        return response
    return page(request, "booking/lost.html", _words(request, form), 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def lost_code(request: HttpRequest) -> HttpResponse:
    """Open the notice, with a fresh PIN, to whoever types the code that was sent."""
    identity = _kept(request)
    if identity is None:
        return go(request, "booking:lost")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if switching_language(request):
        form.unchecked()
    elif form.is_bound and form.is_valid():
        code, now = form.cleaned_data["code"], clock.now()
        try:
            found = actions.open_with_code(identity, code, network=network_key(request), now=now)
        except Obstacle as obstacle:
            if obstacle.code == "too_many":
                return wait(request, obstacle)
            form.add_error("code", say("wrong_code", of(request)))
        else:
            response = open_for(request, found.appointment, now=now, why="found")
            visits.drop(response, visits.LOST)
            return response
    return page(
        request, "booking/lost_code.html", _words(request, form), 422 if form.errors else 200
    )


def _words(request: HttpRequest, form: LostForm | CodeForm) -> dict[str, object]:
    national = destinations(of(request))[NATIONAL_NUMBER]
    return {"form": form, "texts": send.texts_configured(), "national": national}


def _keep(response: HttpResponse, identity: bytes) -> None:
    """Keep the keyed hash of who asked, signed, while the code lasts; it names nobody."""
    note = signing.dumps(identity.hex(), salt=_SALT)
    seconds = int(actions.CODE_LASTS.total_seconds())
    visits.keep(response, visits.LOST, note, seconds=seconds)


def _kept(request: HttpRequest) -> bytes | None:
    note = request.COOKIES.get(visits.LOST, "")
    try:
        return bytes.fromhex(signing.loads(note, salt=_SALT, max_age=actions.CODE_LASTS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
