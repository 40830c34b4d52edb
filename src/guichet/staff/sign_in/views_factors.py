"""Second factors of one's own account: an app, passkeys, recovery codes."""

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views.generic.edit import FormView

from guichet.kernel import clock
from guichet.staff import audit, second_factor
from guichet.staff.frame import pages
from guichet.staff.sessions import days
from guichet.staff.sign_in.views import InOurFrame
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT

_NEW_CODES = "staff_new_recovery_codes"


class Adding(InOurFrame):
    """Add a factor, which is the proof of this session as well."""

    did_generate_recovery_codes = False

    def note_added(self, kind: str, *, replaced: bool) -> None:
        """Record it, and let the codes be seen that came with a first factor."""
        audit.did_to_self(self.request.user, "factor_added", kind=kind, replaced=replaced)
        second_factor.note_proof(self.request, kind)
        assert isinstance(self.request.user, User)
        days.note_first(self.request.user, now=clock.now())
        if self.did_generate_recovery_codes:
            self.request.session[_NEW_CODES] = True


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class Replacing(totp.ActivateTOTPView):
    """Set up an app also where there is one: allauth would have that one taken away first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer without looking for an app."""
        return FormView.dispatch(self, request, *args, **kwargs)


class SetUpApp(Adding, Replacing):
    """Set up an authenticator app; it takes the place of the one before."""

    page = "set_up_app"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page needs, and whether an app is replaced."""
        mine = second_factor.has_one(self.request.user, kinds=[second_factor.TOTP])
        return {**super().get_context_data(**kwargs), "replaces": mine}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Count the code that was just typed as the proof of this session."""
        mine = Authenticator.objects.filter(user=self.request.user, type=second_factor.TOTP)
        replaced = bool(mine.delete()[0])
        response: HttpResponse = super().form_valid(form)
        second_factor.spend(mine.get(), form.cleaned_data["code"])
        self.note_added(second_factor.TOTP, replaced=replaced)
        return response


class AddPasskey(Adding, webauthn.AddWebAuthnView):
    """Add a passkey: a key, a telephone or a computer that answers by itself. Needs script."""

    page = "add_passkey"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page needs, the questions to the key as text."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = context["js_data"]["creation_options"]
        # allauth gives this page a new form, without what was wrong with the one that was sent.
        form = {"form": kwargs["form"]} if "form" in kwargs else {"form": self.get_form()}
        return {**context, **form, "passkey_options": json.dumps(options, cls=DjangoJSONEncoder)}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Count the passkey that has just answered as the proof of this session."""
        response: HttpResponse = super().form_valid(form)
        self.note_added(second_factor.PASSKEY, replaced=False)
        return response


class RemovePasskey(InOurFrame, webauthn.RemoveWebAuthnView):
    """Remove a passkey, unless it is the last second factor."""

    page = "remove_passkey"

    def get_object(self, queryset: Any = None) -> Authenticator:
        """Return the passkey, when another factor stays."""
        factor: Authenticator = super().get_object(queryset)
        if not get_adapter().can_delete_authenticator(factor):
            raise PermissionDenied
        return factor

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, and record that."""
        response: HttpResponse = super().form_valid(form)
        audit.did_to_self(self.request.user, "factor_removed", kind=second_factor.PASSKEY)
        pages.say_next(self.request, "account.passkey_removed")
        return response


class ShowCodes(InOurFrame, recovery_codes.ViewRecoveryCodesView):
    """Show new recovery codes until their owner says that they are noted; never again."""

    page = "recovery_codes"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the codes, or only how many there are."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        codes, are_new = context["unused_codes"], _NEW_CODES in self.request.session
        return {"codes": codes if are_new else [], "codes_left": len(codes)}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show them no more."""
        request.session.pop(_NEW_CODES, None)
        return HttpResponseRedirect(address("staff:home", DEFAULT))


class NewCodes(InOurFrame, recovery_codes.GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones open nothing any more."""

    page = "new_codes"

    def form_valid(self, form: Any) -> HttpResponse:
        """Record it."""
        response: HttpResponse = super().form_valid(form)
        self.request.session[_NEW_CODES] = True
        audit.did_to_self(self.request.user, "recovery_codes_made")
        return response
