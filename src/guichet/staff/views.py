"""The first page of the staff, and the language of all of them."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from guichet.staff import languages, pages
from guichet.web.addresses import address
from guichet.web.languages import DEFAULT


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the roles of this person open."""
    return pages.show(request, "home")


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show a person their own account: password, second factors."""
    return pages.show(request, "account")


@require_POST
def speak(request: HttpRequest) -> HttpResponse:
    """Change the language of the staff pages, and go back to the page it was changed on."""
    target = request.POST.get("next", "")
    if not (target.startswith("/") and url_has_allowed_host_and_scheme(target, None)):
        target = address("staff:home", DEFAULT)
    response = HttpResponseRedirect(target)
    if (chosen := request.POST.get("language", "")) in languages.CODES:
        languages.remember(response, chosen)
    return response
