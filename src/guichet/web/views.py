"""The pages around the journey: the front door, privacy, shared computers."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.agency.promises.words import period
from guichet.kernel import clock
from guichet.kernel.content.retention import table
from guichet.kernel.content.texts import note_day
from guichet.web import channels, visits
from guichet.web.addresses.origin import is_same_origin
from guichet.web.addresses.paths import address, first_page
from guichet.web.contacts import contact_of, publisher
from guichet.web.languages import ALL, of
from guichet.web.pages.render import page
from guichet.web.programmes import PROGRAMMES
from guichet.web.words import speaker


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Send to the first page in the language the browser asks for, or that was chosen before."""
    response = HttpResponseRedirect(first_page(of(request)))
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, why, and for how long."""
    language = of(request)
    periods = {kind: period(row["days"], language) for kind, row in table().items()}
    return page(request, "web/privacy.html", {"kept": periods}, complete=ALL)


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Say whom to ask, from where, and who runs the site."""
    language = of(request)
    context = {
        **{programme: contact_of(programme, language) for programme in PROGRAMMES},
        "publisher": publisher(),
        "says": speaker(language, channels.TOPIC),
        "channels": list(channels.channels(language)),
    }
    return page(request, "web/contact.html", context, complete=ALL)


@require_safe
def own_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page that the agency wrote, such as its imprint."""
    own = settings.AGENCY.own_pages.get(slug)
    if own is None:
        raise Http404
    wording = own.in_language(of(request))
    if wording.changed_on:
        note_day(wording.changed_on.isoformat())
    return page(request, "web/own_page.html", {"own": wording}, complete=ALL)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what the site does for everybody, what was checked, and whom to tell."""
    return page(request, "web/accessibility.html", complete=ALL)


@csrf_exempt  # The button stands on every page, so that most pages need no token and no cookie.
@require_POST
def shared(request: HttpRequest) -> HttpResponse:
    """Turn the mode for shared computers on or off, and go back to the page it was chosen on."""
    return _shared(request) if is_same_origin(request) else csrf_protect(_shared)(request)


def _shared(request: HttpRequest) -> HttpResponse:
    request.shared_chosen = request.POST.get("shared") == "on"  # type: ignore[attr-defined]
    return HttpResponseRedirect(_local(request, request.POST.get("next", "")))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest) -> HttpResponse:
    """Erase the visit. A GET asks first, unless our own time-out page sent it."""
    if is_same_origin(request) and (request.method == "POST" or "timeout" in request.GET):
        return _finish(request)
    if request.method == "POST":
        return csrf_protect(_finish)(request)
    context = {"erased": "erased" in request.GET, "timeout": "timeout" in request.GET}
    return page(request, "web/finish.html", context, complete=ALL)


def _finish(request: HttpRequest) -> HttpResponse:
    visits.end(request, now=clock.now())
    response = HttpResponseRedirect(address("web:finish", of(request)) + "?erased")
    visits.forget(response, keep_shared=visits.on_shared_computer(request))
    return response


@require_safe
def still(request: HttpRequest) -> HttpResponse:
    """Ask whether somebody is still at a shared computer; the page erases the visit after a while.

    Browsers without script come here by the time-out of a page; others see a dialog instead.
    """
    context = {"back": _local(request, request.GET.get("from", ""))}
    return page(request, "web/still.html", context, complete=ALL)


def _local(request: HttpRequest, path: str) -> str:
    """Return a path of this site, the first page where it is anything else."""
    if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return path
    return first_page(of(request))
