"""The doors of allauth that are open, each in our own frame and words.

allauth decides; these classes only draw its pages with Jinja2 and turn a flood into a sentence.
What is not named here (signing up, mail addresses, other sites' accounts) has no address at all.
"""

from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from guichet.kernel.obstacles import Obstacle
from guichet.staff import pages
from guichet.web.addresses import address
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
        form = context.get("form")
        wrong = self.request.method == "POST" and form is not None and bool(form.errors)
        ended = "ended" in self.request.GET
        shown = {**context, "ended": ended}
        return pages.show(self.request, self.page, shown, 422 if wrong else 200)


def wait(request: HttpRequest, obstacle: Obstacle) -> HttpResponse:
    """Say plainly how long to wait."""
    seconds = obstacle.facts.get("retry_after")
    seconds = seconds if isinstance(seconds, int) else 60
    response = pages.show(request, "wait", {"minutes": max(1, -(-seconds // 60))}, 429)
    response["Retry-After"] = str(seconds)
    return response


class SignIn(InOurFrame, account.LoginView):
    """Ask for name and password."""

    page = "sign_in"

    def get_default_success_url(self) -> str:
        """Return the first page of the staff."""
        return address("staff:home", DEFAULT)


class SignOut(InOurFrame, account.LogoutView):
    """End the session; a GET asks first."""

    page = "sign_out"


class Code(InOurFrame, mfa.AuthenticateView):
    """Ask for the second factor."""

    page = "code"


class ProveAgain(InOurFrame, account.ReauthenticateView):
    """Ask for the password again before factors change."""

    page = "prove_again"


class SetUpApp(InOurFrame, totp.ActivateTOTPView):
    """Set up an authenticator app."""

    page = "set_up_app"

    def form_valid(self, form: Any) -> HttpResponse:
        """Count the code that was just typed as the proof of this session."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        self.request.session.cycle_key()
        return response
