"""Second factors: whether somebody has one, has proved it, and that a code is good once."""

from collections.abc import Iterable

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest

from guichet.staff.models import DeskPin
from guichet.staff.roles import Somebody

TOTP, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
RECOVERY_CODES = Authenticator.Type.RECOVERY_CODES
KINDS = (TOTP, PASSKEY)
FIRST_PROOFS = ("password", "agency")  # as allauth notes them; the second factor comes after
_SPENT = "spent_step"


def is_proved(request: HttpRequest) -> bool:
    """Tell whether this session has shown a code, a passkey or a recovery code."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def is_full(request: HttpRequest) -> bool:
    """Tell whether this session began with a password or the agency's sign-in as well."""
    records = get_authentication_records(request, request.user)
    return is_proved(request) and any(record.get("method") in FIRST_PROOFS for record in records)


def note_proof(request: HttpRequest, kind: str) -> None:
    """Count what was just set up as the proof of this session, which gets a new key."""
    record_authentication(request, request.user, "mfa", type=kind)
    request.session.cycle_key()


def has_one(user: Somebody, *, kinds: Iterable[str] = KINDS) -> bool:
    """Tell whether an account has a second factor; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def take_away(user: User) -> int:
    """Take every factor from an account whose owner has lost them; return how many.

    The desk PIN goes with them, and is not counted.
    """
    DeskPin.objects.filter(user=user).delete()
    count: int = Authenticator.objects.filter(user=user).delete()[0]
    return count


def codes_left(user: User) -> int | None:
    """Return how many recovery codes are unused, None where none were ever made."""
    codes = Authenticator.objects.filter(user=user, type=RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else None


@transaction.atomic
def spend(authenticator: Authenticator, code: str) -> bool:
    """Take the half minute of a code; no code of it, or of an earlier one, is taken again.

    RFC 6238 section 5.2. allauth remembers codes in the memory of one process, and for less time
    than they are good for.
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret, last_step = decrypt(row.data["secret"]), row.data.get(_SPENT, 0)
    steps = [
        step
        for step in yield_hotp_counters_from_time()
        if step > last_step and compare_user_code(actual=code, expected=_code(secret, step))
    ]
    if steps:
        row.data[_SPENT] = steps[0]
        row.save(update_fields=["data"])
    return bool(steps)


def next_code(authenticator: Authenticator) -> str | None:
    """Return a code that would be taken now; None where the person must wait for the next."""
    secret, last_step = decrypt(authenticator.data["secret"]), authenticator.data.get(_SPENT, 0)
    _, present, last = yield_hotp_counters_from_time()
    step = max(present, last_step + 1)
    return _code(secret, step) if step <= last else None


def _code(secret: str, step: int) -> str:
    return str(format_hotp_value(hotp_value(secret, step)))
