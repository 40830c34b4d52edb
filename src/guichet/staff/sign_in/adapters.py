"""How allauth is told the house rules: who may try how often, where to go, what to keep secret."""

from base64 import urlsafe_b64encode
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.http import HttpRequest

from guichet.kernel import clock, keyring
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.network import ladder_of
from guichet.kernel.guarding.table import STAFF_SIGN_IN
from guichet.staff import audit, roles, second_factor
from guichet.staff.frame import at_desk, words
from guichet.staff.sessions import days, lifetime
from guichet.staff.sign_in import one_time
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT

_ENCIPHERED = {"secret", "seed"}  # of an authenticator app and of recovery codes


class Accounts(DefaultAccountAdapter):
    """Accounts are made by administrators; guesses are counted in the database."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "enter_current_password": words.later("error.password"),
        "incorrect_password": words.later("error.password"),
        "username_password_mismatch": words.later("error.sign_in"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes their own account."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return the account of a name and password; five failures an hour from one network.

        A hash of a password is work, so what a network may cost is taken before one is made.
        """
        now, ladder = clock.now(), ladder_of(request)
        limits.take_on_ladder(STAFF_SIGN_IN, ladder, now=now)
        typed_name = str(credentials.get("username", ""))
        key = limits.try_key(STAFF_SIGN_IN.name, typed_name.casefold(), ladder.nearest.hex())
        limits.take_try(key, now=now)
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user and settings.OIDC_ONLY and not roles.has(user, "manage"):
            user = None  # the agency's sign-in is the way for everybody else
        if user is None:
            account = User.objects.filter(username=typed_name).values_list("pk", flat=True).first()
            audit.failed("sign_in_failed", account or 0)
        else:
            limits.give_back_try(key)
        return user

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session, whose key changes, and record it."""
        super().login(request, user)
        if isinstance(user, User):
            lifetime.begin(request, user, now=clock.now())
            if second_factor.is_full(request):
                days.note(user, now=clock.now())
        audit.did_to_self(user, "signed_in")

    def logout(self, request: HttpRequest) -> None:
        """End the session, and record it."""
        audit.did_to_self(request.user, "signed_out")
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Keep a password that its owner chose."""
        super().set_password(user, password)
        one_time.was_changed(user)
        audit.did_to_self(user, "password_changed")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to the account, which says that the password is changed."""
        return address("staff:account", DEFAULT)

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Ask again for a proof before factors change, unless one was given minutes ago.

        Who came in at a shared desk has given no password yet.
        """
        # allauth notes the real time, whatever tests from outside do to the clock of the site.
        since = datetime.now(UTC).timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        records = get_authentication_records(self.request, self.request.user)
        if at_desk.is_change(self.request):
            records = [r for r in records if r["method"] in second_factor.FIRST_PROOFS]
        return not any(record["at"] >= since for record in records)

    def get_reauthentication_methods(self, user: roles.Somebody) -> list[dict[str, Any]]:
        """Return the one way to prove oneself again: the password, or the agency's sign-in.

        Who came by the agency's sign-in has neither once that is off: our own page tells them.
        """
        has_password = isinstance(user, User) and user.has_usable_password()
        if settings.OIDC_ISSUER and not has_password:
            return [{"id": "agency", "url": address("agency_sign_in", DEFAULT)}]
        return [{"id": "reauthenticate", "url": address("account_reauthenticate", DEFAULT)}]

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing here: our pages tell in their own words what was done."""


class SecondFactors(DefaultMFAAdapter):
    """Secrets are enciphered with a key that is not in the database, nor in its backup."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": words.later("error.code"),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return the name that the telephone shows beside the code."""
        return user.get_username()

    def encrypt(self, text: str) -> str:
        """Return what is written into the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret again."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002
        """Return the name of a passkey whose owner gave it none."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"{words.later('passkey.short')} {number}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to take away the last second factor; a new one comes first."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.filter(type__in=second_factor.KINDS).exists())


def encipher_anew(*, now: datetime) -> int:
    """Encipher the second factors again after WORKING_KEY was changed; return how many.

    Whose factor opens with no key of ours must start anew, as after any loss.
    """
    count = 0
    for authenticator in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        for name in _ENCIPHERED & authenticator.data.keys():
            with suppress(InvalidToken):
                token = _cipher().rotate(authenticator.data[name].encode())
                authenticator.data[name] = token.decode()
                count += 1
        authenticator.save(update_fields=["data"])
    return count


def _cipher() -> MultiFernet:
    keys = keyring.workings("second factors")
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
