"""The first page of the staff, and the language of all of them."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from guichet.staff import roles, second_factor
from guichet.staff.frame import keeping, languages, pages
from guichet.staff.models import DeskPin
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
        "has_desk": roles.has_somewhere(request.user, "check_in"),
        "desk_pin": DeskPin.objects.filter(user=request.user).first(),
    }
    return pages.show(request, "staff/account.html", context)


@require_safe
def awake(request: HttpRequest) -> HttpResponse:
    """Note that somebody is typing; the guard has done so when this is asked."""
    return HttpResponse(status=204)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Ask whether to send now what was sent when the session had ended."""
    target, form_page = request.GET.get("sent", ""), _ours(request.GET.get("from", ""))
    form = keeping.kept_for(request, target)
    if form is None:
        return HttpResponseRedirect(form_page)
    fields = [(name, value) for name, values in form.lists() for value in values]
    context = {"target": target, "form_page": form_page, "fields": fields}
    return pages.show(request, "staff/kept.html", context)


@require_POST
def speak(request: HttpRequest) -> HttpResponse:
    """Change the language of the staff pages, and go back to the page it was changed on."""
    response = HttpResponseRedirect(_ours(request.POST.get("next", "")))
    if (language := request.POST.get("language", "")) in languages.CODES:
        languages.remember(response, language)
    return response


def _ours(target: str) -> str:
    """Return an address of this site, the first page of the staff where it is none."""
    is_ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, None)
    return target if is_ours else address("staff:home", DEFAULT)
