"""A lost notice: the answer is always the same, and only the address on file learns the code."""

from dataclasses import dataclass
from typing import Self

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.booking.clients import coming_back, notes
from guichet.booking.forms.client import LostForm
from guichet.booking.forms.manage import CodeForm
from guichet.booking.sentences import PROGRAMME, say
from guichet.booking.views.visit import open_for
from guichet.booking.views.ways import go
from guichet.kernel import clock
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.network import ladder_of
from guichet.kernel.guarding.table import LOST_NOTICES
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import latest_day
from guichet.post import send
from guichet.web import visits
from guichet.web.contacts import contact_of
from guichet.web.forms import marks
from guichet.web.forms.base import switching_language
from guichet.web.languages import of
from guichet.web.pages.errors import WAITS, wait
from guichet.web.pages.render import page
from guichet.web.wire.opened_before import guesser_of

MOST_ASKED = 5  # of one browser that are waiting for their codes: a family at one computer
_SALT = "guichet.booking.lost"


@dataclass(frozen=True)
class Asker:
    """Somebody who asked for a code, as the form of the code is marked; it names nobody."""

    pk: int

    @classmethod
    def of(cls, identity: bytes) -> Self:
        """Return the mark's record of a keyed hash."""
        return cls(int.from_bytes(identity))


@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Ask who somebody is, and send a code to the address on file if there is one."""
    now = clock.now()
    form = LostForm(
        request.POST if request.method == "POST" else None,
        language=of(request),
        today=latest_day(now),
    )
    if switching_language(request):
        form.unchecked()
    elif form.is_bound and form.is_valid() and form.candidates:
        try:
            limits.take_on_ladder(LOST_NOTICES, ladder_of(request), now=now)
        except Obstacle as obstacle:
            return wait(request, obstacle)
        identity = coming_back.ask_for_code(form.candidates, language=of(request), now=now)
        response = go(request, "booking:lost_code")
        _keep(response, [identity, *(other for other in _identities(request) if other != identity)])
        return response
    return page(request, "booking/lost.html", _words(request, form), 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def lost_code(request: HttpRequest) -> HttpResponse:
    """Open the notice, with a fresh PIN, to whoever types the code that was sent."""
    identities = _identities(request)
    if not identities:
        return go(request, "booking:lost")
    identity = _identity_meant(request, identities)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if switching_language(request):
        form.unchecked()
    elif form.is_bound and identity is None:
        form.add_error(None, _("You asked for a code in another window. Please ask again here."))
    elif form.is_bound and form.is_valid() and identity:
        response = _notice_page(request, form, identity)
        if response is not None:
            return response
    about = marks.field("lost", Asker.of(identity or identities[0]))
    status = 200 if not form.errors else 422 if identity else 409
    context = {**_words(request, form), "about": about}
    return page(request, "booking/lost_code.html", context, status)


def _notice_page(request: HttpRequest, form: CodeForm, identity: bytes) -> HttpResponse | None:
    """Return the notice, or how long to wait; None where the form now says what is wrong."""
    code, now = form.cleaned_data["code"], clock.now()
    try:
        booking = coming_back.open_with_code(identity, code, guesser=guesser_of(request), now=now)
    except Obstacle as obstacle:
        if obstacle.code in WAITS:
            return wait(request, obstacle)
        form.add_error("code", say("wrong_code", of(request)))
        return None
    response = open_for(request, booking.appointment, now=now, why="found")
    _keep(response, [other for other in _identities(request) if other != identity])
    return response


def _words(request: HttpRequest, form: LostForm | CodeForm) -> dict[str, object]:
    contact = contact_of(PROGRAMME.name, of(request))
    return {"form": form, "texts": send.texts_configured(), "contact": contact}


def _identity_meant(request: HttpRequest, identities: list[bytes]) -> bytes | None:
    """Return who the page was for that the code was typed on; each window asked for its own."""
    if request.method != "POST":
        return identities[0]
    asker = marks.meant(request, "lost", [Asker.of(identity) for identity in identities])
    return next((identity for identity in identities if asker == Asker.of(identity)), None)


def _keep(response: HttpResponse, identities: list[bytes]) -> None:
    """Keep the keyed hashes of who asked, signed, while a code lasts; they name nobody."""
    note = signing.dumps([identity.hex() for identity in identities[:MOST_ASKED]], salt=_SALT)
    seconds = int(coming_back.CODE_LASTS.total_seconds())
    if identities:
        visits.keep(response, notes.LOST, note, seconds=seconds)
    else:
        visits.drop(response, notes.LOST)


def _identities(request: HttpRequest) -> list[bytes]:
    note = request.COOKIES.get(notes.LOST, "")
    try:
        identities = signing.loads(note, salt=_SALT, max_age=coming_back.CODE_LASTS)
        return [bytes.fromhex(identity) for identity in identities]
    except (signing.BadSignature, TypeError, ValueError):
        return []
