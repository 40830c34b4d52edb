"""The doors of allauth that are open, each in our own frame and words.

allauth decides; these classes draw its pages with Jinja2 and turn a flood into a sentence. What
is not named in `urls` (signing up, mail addresses, other sites) has no address at all.
"""

import json
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.conf import settings
from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from guichet.kernel.obstacles import Obstacle
from guichet.staff import second_factor
from guichet.staff.agency_sign_in import farewell
from guichet.staff.frame import keeping, pages
from guichet.staff.sessions import lifetime
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT


@method_decorator(sensitive_post_parameters(), name="dispatch")
class InOurFrame:
    """Draw a page of allauth as `staff/<page>.html`."""

    page = ""
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, or say how long to wait after too many tries."""
        try:
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except Obstacle as obstacle:
            return wait(request, obstacle)
        return answer

    def render_to_response(self, context: dict[str, Any], **kwargs: object) -> HttpResponse:
        """Answer 422 where something must be mended."""
        forms = [context.get("form"), context.get("webauthn_form")]
        wrong = any(form is not None and form.errors for form in forms)
        waits = keeping.waits(self.request)
        values = {"ended": _why_ended(self.request), "waits": waits, **context}
        return pages.show(self.request, f"staff/{self.page}.html", values, 422 if wrong else 200)


def _why_ended(request: HttpRequest) -> str:
    why = request.GET.get("ended", "")
    return why if why in {lifetime.DAY, lifetime.ELSEWHERE, lifetime.OUT} else why and lifetime.IDLE


def wait(request: HttpRequest, obstacle: Obstacle) -> HttpResponse:
    """Say plainly how long to wait."""
    seconds = obstacle.facts.get("retry_after")
    seconds = seconds if isinstance(seconds, int) else 60
    response = pages.show(request, "staff/wait.html", {"minutes": max(1, -(-seconds // 60))}, 429)
    response["Retry-After"] = str(seconds)
    return response


class SignIn(InOurFrame, account.LoginView):
    """Ask for name and password, or lead to the agency's own sign-in."""

    page = "sign_in"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page needs, and whether the agency has a sign-in."""
        return {**super().get_context_data(**kwargs), "has_agency": bool(settings.OIDC_ISSUER)}

    def get_default_success_url(self) -> str:
        """Return the first page of the staff."""
        return address("staff:home", DEFAULT)


class SignOut(InOurFrame, account.LogoutView):
    """End the session; a GET asks first."""

    page = "sign_out"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out here, and lead to the agency's sign-out who came from its sign-in."""
        target = farewell.address_of(request)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return farewell.lead(request, target) if target else response


class Code(InOurFrame, mfa.AuthenticateView):
    """Ask for the second factor."""

    page = "code"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page needs, passkeys only where the account has one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = context["js_data"]["request_options"]
        user = self.stage.login.user
        return {
            **context,
            "has_passkey": second_factor.has_one(user, kinds=(second_factor.PASSKEY,)),
            "passkey_options": json.dumps(options, cls=DjangoJSONEncoder),
        }


class ProveAgain(InOurFrame, account.ReauthenticateView):
    """Ask for the password again before factors change."""

    page = "prove_again"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, or say who helps an account that has nothing left to prove itself with."""
        has_none = isinstance(request.user, User) and not request.user.has_usable_password()
        if has_none and not settings.OIDC_ISSUER:
            return pages.show(request, "staff/prove_nothing.html", status=403)
        return super().dispatch(request, *args, **kwargs)


class ChangePassword(InOurFrame, account.PasswordChangeView):
    """Change one's own password; every other session of the account ends."""

    page = "change_password"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, but send back who has no password: the agency keeps theirs."""
        if isinstance(request.user, User) and not request.user.has_usable_password():
            return HttpResponseRedirect(address("staff:account", DEFAULT))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Say on the next page that it was done."""
        response: HttpResponse = super().form_valid(form)
        assert isinstance(self.request.user, User)
        lifetime.end_others(self.request.user, this_session=lifetime.current(self.request))
        pages.say_next(self.request, "account.password_changed")
        return response
