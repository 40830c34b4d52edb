"""What one client does at a kiosk, from the choice of a language to the end: their stay.

It lies in a cookie, signed, and nowhere else. The next client begins another one; no page and no
form of a stay before is answered any more, whatever a browser goes back to.
"""

import secrets
from dataclasses import asdict, dataclass, replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from markupsafe import Markup

from guichet.devices.models import Device
from guichet.web import visits
from guichet.web.languages import OFFERED

COOKIE = "guichet_stay"
FIELD = "stay"
LONGEST = 15 * 60  # seconds since the last page: who walked away is forgotten without script too
_SALT = "guichet.counter.kiosk.stays"
type Answers = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One client at a kiosk, nameless; `ticket` is 0 until they have one.

    `scenario` is the last one that was played, and `answers` what was answered in it.
    """

    name: str
    device: int
    language: str
    ticket: int = 0
    scenario: str = ""
    answers: Answers = ()


def begin(device: Device, language: str) -> Stay:
    """Return a stay of somebody who has come to a kiosk now."""
    return Stay(name=secrets.token_urlsafe(16), device=device.pk, language=language)


def of(request: HttpRequest, device: Device) -> Stay | None:
    """Return the stay that goes on at a kiosk; None where it is over, or another device's."""
    try:
        facts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
    stay = Stay(**facts)
    return stay if stay.device == device.pk and stay.language in OFFERED else None


def keep(response: HttpResponse, stay: Stay) -> None:
    """Have the browser keep a stay until it ends."""
    response.set_cookie(
        COOKIE,
        signing.dumps(asdict(stay), salt=_SALT),
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def with_ticket(stay: Stay, ticket: int) -> Stay:
    """Return a stay in which a client has a ticket."""
    return replace(stay, ticket=ticket)


def with_answers(stay: Stay, scenario: str, answers: Answers) -> Stay:
    """Return a stay in which a scenario was answered so far."""
    return replace(stay, scenario=scenario, answers=answers)


def answers_of(stay: Stay, scenario: str) -> Answers:
    """Return what was answered in a scenario in this stay."""
    return tuple(stay.answers) if stay.scenario == scenario else ()


def end(response: HttpResponse) -> None:
    """Forget the client who was here: their stay, and the token of their forms."""
    for name in (COOKIE, settings.CSRF_COOKIE_NAME):
        visits.drop(response, name)


def field(stay: Stay) -> Markup:
    """Return the hidden field that a form of a stay carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, _mark(stay))


def is_meant(request: HttpRequest, stay: Stay) -> bool:
    """Tell whether a sent form is of this stay, and not of the client before."""
    return constant_time_compare(request.POST.get(FIELD, ""), _mark(stay))


def _mark(stay: Stay) -> str:
    return salted_hmac(_SALT, stay.name, algorithm="sha256").hexdigest()[:32]
