"""Accounts for a demonstration: one a role, two who decide, with secrets nobody else has.

They exist on the loopback address only, and never in production. Name, password and the secret
of the authenticator app are in one file that only its owner reads.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from guichet.staff import roles, second_factor

FILE = "demo-staff.txt"
ACCOUNTS = {
    "demo-intake": "intake_officer",
    "demo-officer-1": "deciding_officer",
    "demo-officer-2": "deciding_officer",  # who looks again is somebody else than who refused
    "demo-auditor": "auditor",
    "demo-administrator": roles.ADMINISTRATOR,
}
_BEFORE = "demo"  # the one account that earlier versions made, without a second factor


def is_allowed() -> bool:
    """Tell whether this is a demonstration that nobody else can reach."""
    return bool(settings.LOOPBACK and not settings.PRODUCTION)


def accounts_here() -> list[str]:
    """Return the accounts of this site: those whose role belongs to a programme that is on."""
    return [name for name, role in ACCOUNTS.items() if role in roles.ROLES]


def make(folder: Path) -> Path:
    """Make the accounts that are missing; return the file that says how to sign in.

    The secrets belong to the folder: a new database over an old folder gets the same ones.
    """
    note = folder / FILE
    accounts = accounts_here()
    text = note.read_text(encoding="ascii") if note.exists() else ""
    is_new = "otpauth://" not in text or any(f"{name} " not in text for name in accounts)
    if is_new:
        _write(note, accounts)
    names = set(User.objects.filter(username__in=ACCOUNTS).values_list("username", flat=True))
    for line in note.read_text(encoding="ascii").splitlines():
        name, password, address = line.split()
        if name in accounts and (is_new or name not in names):
            _make_account(name, password, parse_qs(urlsplit(address).query)["secret"][0])
    User.objects.filter(username=_BEFORE, is_superuser=True).update(is_active=False)
    return note


def who_can_sign_in() -> list[str]:
    """Return the demonstration accounts that are open; production has none."""
    open_accounts = User.objects.filter(username__in=[*ACCOUNTS, _BEFORE], is_active=True)
    return sorted(open_accounts.values_list("username", flat=True))


def app_of(name: str) -> Authenticator | None:
    """Return the authenticator app of a demonstration account; None for every other account."""
    if name not in ACCOUNTS:
        return None
    mine = Authenticator.objects.filter(user__username=name, type=second_factor.TOTP)
    app: Authenticator | None = mine.first()
    return app


def _write(note: Path, accounts: list[str]) -> None:
    note.unlink(missing_ok=True)
    descriptor = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        for name in accounts:
            query = f"secret={generate_totp_secret()}&issuer={quote(settings.MFA_TOTP_ISSUER)}"
            address = f"otpauth://totp/{quote(name)}?{query}"
            file.write(f"{name} {secrets.token_urlsafe(12)} {address}\n")


@transaction.atomic
def _make_account(name: str, password: str, secret: str) -> None:
    user, _ = User.objects.get_or_create(username=name)
    user.set_password(password)
    user.save()
    roles.give(user, ACCOUNTS[name])
    second_factor.take_away(user)
    TOTP.activate(user, secret)
