"""allauth's forms with what it leaves to the site: guesses counted, codes spent, failures noted."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError

from guichet.kernel import clock
from guichet.kernel.guarding import limits
from guichet.kernel.references import read_number
from guichet.staff import audit, second_factor
from guichet.staff.frame.words import later

CODE, PASSWORD = "staff_code", "staff_password"


class CountedGuess:
    """Count each guess of an account, wherever it comes from: five failures an hour."""

    user: Any
    cleaned_data: dict[str, Any]

    def read_code(self) -> None:
        """Read the code as numbers and PINs are read everywhere, before it is compared."""
        self.cleaned_data["code"] = read_number(self.cleaned_data["code"])

    def guess(self, kind: str, check: Any) -> Any:
        """Return what a check returns; a failed one is counted and recorded."""
        key = limits.try_key(kind, self.user.pk)
        limits.take_try(key, now=clock.now())
        try:
            result = check()
        except ValidationError:
            audit.failed(f"{kind.removeprefix('staff_')}_failed", self.user.pk)
            raise
        limits.give_back_try(key)
        return result


class SecondFactorForm(CountedGuess, mfa.AuthenticateForm):
    """The code of an app, or a recovery code; each is good once."""

    def clean_code(self) -> str:
        """Return the code when it opens the account."""
        self.read_code()
        return str(self.guess(CODE, self._checked))

    def save(self) -> None:
        """Note that the factor was used."""
        super().save()
        if self.authenticator.type == second_factor.RECOVERY_CODES:
            audit.did_to_self(self.user, "recovery_code_used")

    def _checked(self) -> str:
        code: str = super().clean_code()
        is_app = self.authenticator.type == second_factor.TOTP
        if is_app and not second_factor.spend(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AppForm(CountedGuess, totp.ActivateTOTPForm):
    """The first code of an app that is being set up."""

    def clean_code(self) -> str:
        """Return the code when the app shows the right ones."""
        self.read_code()
        return str(self.guess(CODE, super().clean_code))


class NewPasskeyForm(webauthn.AddWebAuthnForm):
    """What a key answers when it is added."""

    def clean(self) -> dict[str, Any]:
        """Return the answer when it is one."""
        return dict(_answered(self._checked))

    def _checked(self) -> dict[str, Any]:
        # What is false in JSON, as 0 is, allauth does not look at, and keeps as a passkey.
        if not isinstance(self.cleaned_data.get("credential", {}), dict):
            raise TypeError("A key answers with an object.")
        return dict(super().clean())


class PasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """What a key answers when somebody signs in."""

    def clean_credential(self) -> Any:
        """Return the passkey when it is one of this account."""
        try:
            return _answered(super().clean_credential)
        except ValidationError:
            audit.failed("passkey_failed", self.user.pk)
            raise


class PasswordForm(CountedGuess, account.ChangePasswordForm):
    """A new password, for which the old one is asked."""

    def clean_oldpassword(self) -> str:
        """Return the old password when it is right."""
        return str(self.guess(PASSWORD, super().clean_oldpassword))


def _answered(check: Callable[[], Any]) -> Any:
    """Return what a key answered. There are dozens of ways in which it is none, each an error."""
    try:
        return check()
    except Exception as error:
        raise ValidationError(later("error.passkey"), code="passkey") from error
