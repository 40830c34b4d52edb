"""The screen in a waiting room: its code until staff have let it in, then who is called."""

from hashlib import blake2b

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from guichet.counter import pages
from guichet.counter.display import board, notices, screen
from guichet.devices import actions, holding
from guichet.devices import queries as devices
from guichet.devices.forms import first_languages
from guichet.devices.models import Device, Kind
from guichet.kernel import clock
from guichet.web import visits
from guichet.web.pages.render import page

AGAIN = 1500  # milliseconds, after which a browser opens a lost line anew


@require_safe
def display(request: HttpRequest, office: str) -> HttpResponse:
    """Show a paired display of this office who is called, and any other browser a code."""
    here, now = pages.open_office(office), clock.now()
    device = holding.device_of(request)
    if device is None:
        languages = screen.languages_of(request) or first_languages()
        return holding.ask(request, here, kind=Kind.DISPLAY, languages=languages, now=now)
    latest = board.board_of(here.pk, now=now)
    if latest is None or not _is_display_of(device, here.pk):
        raise Http404
    actions.note_seen(device, now=now)
    languages = screen.languages_of(request) or device.languages
    context = screen.context(here, latest, languages, now=now)
    response = page(request, "counter/display.html", context)
    visits.make_private(response)
    holding.keep(response, holding.token_of(request))
    return response


@require_safe
def calls(request: HttpRequest, office: str) -> HttpResponse:
    """Tell the script of a display who is called; nothing is written, and little is read."""
    now = clock.now()
    device = board.device_of(holding.token_of(request), now=now)
    latest = board.board_of(office, now=now) if _is_display_of(device, office) else None
    if latest is None:
        return HttpResponse("{}", content_type="application/json", status=404)
    beside = notices.told_at(office)
    text = f'{latest.text[:-1]},"notices":{beside}}}'
    mark = f'"{latest.mark[1:-1]}-{blake2b(beside.encode(), digest_size=6).hexdigest()}"'
    response = HttpResponse(text, content_type="application/json")
    response["ETag"] = mark
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=mark, response=response) or response


@require_safe
def stream(request: HttpRequest, office: str) -> HttpResponse:
    """Begin to tell a display who is called; the web server goes on with it (`serving/streams`).

    Where nothing does, the answer ends and the browser asks once more after a while.
    """
    now = clock.now()
    device = devices.of_token(holding.token_of(request))
    latest = board.board_of(office, now=now) if _is_display_of(device, office) else None
    if latest is None:
        return HttpResponse("{}", content_type="application/json", status=404)
    first = f"retry: {AGAIN}\ndata: {latest.text}\n\n"
    response = HttpResponse(first, content_type="text/event-stream")
    response["Guichet-Follows"] = office
    response["Content-Encoding"] = "identity"  # a packed line would keep back what comes next
    response["X-Accel-Buffering"] = "no"  # nor may a proxy
    visits.make_private(response)
    return response


def _is_display_of(device: Device | None, office: str) -> bool:
    return (
        device is not None
        and device.revoked_at is None
        and device.office == office
        and device.kind == Kind.DISPLAY
    )
