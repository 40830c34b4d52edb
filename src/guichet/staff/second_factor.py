"""Whether somebody has proved a second factor in this session, and whether they have one at all."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.http import HttpRequest

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_proved(request: HttpRequest) -> bool:
    """Tell whether this session has shown a code, a passkey or a recovery code."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def has_one(user: User) -> bool:
    """Tell whether an account has a second factor; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user, type__in=KINDS).exists())
