"""The first page of the staff, and the language of all of them."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from guichet.staff import second_factor
from guichet.staff.frame import languages, pages
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the roles of this person open."""
    assert isinstance(request.user, User)
    return pages.show(
        request, "staff/home.html", {"codes_left": second_factor.codes_left(request.user)}
    )


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show a person their own account: password, second factors."""
    assert isinstance(request.user, User)
    factors = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    context = {
        "app": next((factor for factor in factors if factor.type == second_factor.TOTP), None),
        "passkeys": [factor for factor in factors if factor.type == second_factor.PASSKEY],
        "codes_left": second_factor.codes_left(request.user),
    }
    return pages.show(request, "staff/account.html", context)


@require_safe
def awake(request: HttpRequest) -> HttpResponse:
    """Note that somebody is typing; the guard has done so when this is asked."""
    return HttpResponse(status=204)


@require_POST
def speak(request: HttpRequest) -> HttpResponse:
    """Change the language of the staff pages, and go back to the page it was changed on."""
    target = request.POST.get("next", "")
    if not (target.startswith("/") and url_has_allowed_host_and_scheme(target, None)):
        target = address("staff:home", DEFAULT)
    response = HttpResponseRedirect(target)
    if (language := request.POST.get("language", "")) in languages.CODES:
        languages.remember(response, language)
    return response
