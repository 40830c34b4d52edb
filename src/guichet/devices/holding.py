"""What a device is to the site: the cookie that names it, and the page on which it waits."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guichet.devices import actions, codes, queries
from guichet.devices.models import Device
from guichet.kernel.guarding.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.references import for_people
from guichet.offices.models import Office
from guichet.web import visits
from guichet.web.formats.dates import time_of
from guichet.web.languages import ALL, Language
from guichet.web.pages.errors import wait
from guichet.web.pages.render import page
from guichet.web.words import Say, speaker

COOKIE = "guichet_device"
WORDS = "pairing"  # a topic of content/
LONGEST = 400 * 24 * 3600  # seconds: what browsers keep a cookie for; each page begins it anew
AGAIN = 5  # seconds, after which a page that waits looks whether staff have typed its code
LATER = 60  # the same where too many codes were asked for


def token_of(request: HttpRequest) -> str:
    """Return the token that a browser holds, or nothing."""
    return request.COOKIES.get(COOKIE, "")


def device_of(request: HttpRequest) -> Device | None:
    """Return the device that a browser is, unless it was taken away."""
    device = queries.of_token(token_of(request))
    return device if device and device.revoked_at is None else None


def may_be_desk(request: HttpRequest) -> bool:
    """Tell whether a browser was paired once: by its cookie alone, which costs nothing."""
    return codes.is_token(token_of(request))


def keep(response: HttpResponse, token: str) -> None:
    """Have the browser keep its token: no script and no other site sees it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=LONGEST,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def ask(
    request: HttpRequest,
    office: Office | None,
    *,
    kind: str,
    languages: Sequence[str],
    now: datetime,
) -> HttpResponse:
    """Answer with a code for staff to type; the page looks by itself whether they have.

    Without an office the staff choose it where they type the code.
    """
    token, place = free_token(request), office.pk if office else ""
    try:
        asked_at = actions.ask(
            token, kind=kind, office=place, network=network_key(request), now=now
        )
    except Obstacle as obstacle:
        response = wait(request, obstacle)
        response["Refresh"] = str(LATER)
        return response
    zone = ZoneInfo(office.time_zone) if office else settings.AGENCY.time_zone
    until = (asked_at + codes.GOOD_FOR).astimezone(zone)
    context = {
        "code": for_people(codes.code_of(token, asked_at)),
        "words": codes.words_of(codes.hash_of_token(token)),
        "office": place,
        "sayings": _sayings(languages, until),
        "again": AGAIN,
    }
    response = page(request, "devices/pairing.html", context)
    visits.make_private(response)
    keep(response, token)
    return response


def _sayings(languages: Sequence[str], until: datetime) -> list[tuple[Language, Say, str]]:
    """Return each language with what says its sentences, and until when the code is good."""
    return [(ALL[code], speaker(code, WORDS), time_of(until, code)) for code in languages]


def free_token(request: HttpRequest) -> str:
    """Return the token that a browser waits with; a new one where that was taken away."""
    token = token_of(request)
    is_free = codes.is_token(token) and queries.of_token(token) is None
    return token if is_free else codes.new_token()
