"""A browser that wants to be a shared desk: it shows the code by which staff let it in."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guichet.devices import actions, codes, holding
from guichet.devices.forms import TOPIC
from guichet.devices.models import Kind
from guichet.kernel.guarding.network import network_key
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.references import for_people
from guichet.staff.frame import pages
from guichet.web.formats.dates import time_of
from guichet.web.languages import of
from guichet.web.pages.errors import wait
from guichet.web.words import speaker


def show_code(request: HttpRequest, *, now: datetime) -> HttpResponse:
    """Answer with the code and its two words; the page looks by itself whether it was typed."""
    token = holding.free_token(request)
    try:
        asked_at = actions.ask(
            token, kind=Kind.DESK, office="", network=network_key(request), now=now
        )
    except Obstacle as obstacle:
        response = wait(request, obstacle)
        response["Refresh"] = str(holding.LATER)
        return response
    until = (asked_at + codes.GOOD_FOR).astimezone(settings.AGENCY.time_zone)
    context = {
        "says": speaker(of(request), TOPIC),
        "code": for_people(codes.code_of(token, asked_at)),
        "words": codes.words_of(codes.hash_of_token(token)),
        "until": time_of(until, of(request)),
    }
    response = pages.show(request, "devices/desk_waiting.html", context)
    response["Refresh"] = str(holding.AGAIN)
    holding.keep(response, token)
    return response
