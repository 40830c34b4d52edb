"""Accounts for a demonstration: one a role, two who decide, with secrets nobody else has.

Where there are appointments, two of its offices have people at the desk, too. The accounts exist
on the loopback address only, and never in production. Name, password and the secret of the
authenticator app are in one file that only its owner reads.
"""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.contrib.auth.models import User
from django.db import transaction

from guichet.staff import offices, roles, second_factor

FILE = "demo-staff.txt"
ACCOUNTS = {
    "demo-intake": "intake_officer",
    "demo-officer-1": "deciding_officer",
    "demo-officer-2": "deciding_officer",  # who looks again is somebody else than who refused
    "demo-auditor": "auditor",
    "demo-writer-1": "policy_writer",
    "demo-writer-2": "policy_writer",  # who approves is somebody else than who wrote
    "demo-administrator": roles.ADMINISTRATOR,
    "demo-general-agent": "general_agent",
    "demo-national-agent-1": "national_agent",
    "demo-national-agent-2": "national_agent",
    "demo-supervisor": "supervisor",
    "demo-centre-staff": "centre_staff",
    "demo-communications-1": "communications",
    "demo-communications-2": "communications",  # who publishes is somebody else than who wrote
}
# Who is at the first office, and at the second: two of a kind do the same thing at once.
AT_OFFICES = (
    {
        "demo-manager-{}": "office_manager",
        "demo-receptionist-{}": "receptionist",
        "demo-receptionist-{}-2": "receptionist",
        "demo-counter-{}": "counter_officer",
        "demo-counter-{}-2": "counter_officer",
    },
    {"demo-receptionist-{}": "receptionist"},
)
OFFICES = ("MIA", "BOS")  # an agency that has no such office has its own first ones
ROUNDS = 1_000  # of PBKDF2, for 96 bits of chance
_NAME = re.compile(r"demo-(manager|receptionist|counter)-[a-z0-9_-]+")
_BEFORE = "demo"  # the one account that earlier versions made, without a second factor


def is_allowed() -> bool:
    """Tell whether this is a demonstration that nobody else can reach."""
    return bool(settings.LOOPBACK and not settings.PRODUCTION)


def accounts_here() -> dict[str, tuple[str, str]]:
    """Return the accounts of this site, each with its role and its office, "" for everywhere.

    They are those whose role belongs to a programme that is on.
    """
    accounts = {name: (role, "") for name, role in ACCOUNTS.items() if role in roles.ROLES}
    for office, names in zip(_offices(), AT_OFFICES, strict=False):
        accounts |= {
            name.format(office.lower()): (role, office)
            for name, role in names.items()
            if role in roles.OFFICE_ROLES
        }
    return accounts


def _offices() -> list[str]:
    codes = offices.by_code()
    return [code for code in OFFICES if code in codes] + [
        code for code in codes if code not in OFFICES
    ]


def make(folder: Path) -> Path:
    """Make the accounts that are missing; return the file that says how to sign in.

    The secrets belong to the folder: a new database over an old folder gets the same ones, and
    a line that is there stays as it is. The file is written last: had this stopped before it,
    an account whose secrets nobody knows would be made again.
    """
    note, accounts = folder / FILE, accounts_here()
    lines = _lines(note)
    new_lines = {name: _new_line(name) for name in accounts if name not in lines}
    names = set(User.objects.filter(username__in=accounts).values_list("username", flat=True))
    with transaction.atomic():
        for name, (role, office) in accounts.items():
            if name in new_lines or name not in names:
                _make_account(name, (new_lines | lines)[name], role, office)
        User.objects.filter(username=_BEFORE, is_superuser=True).update(is_active=False)
    if new_lines:
        _write(note, [*lines.values(), *new_lines.values()])
    return note


def who_can_sign_in() -> list[str]:
    """Return the demonstration accounts that are open; production has none."""
    open_accounts = User.objects.filter(is_active=True, username__startswith=_BEFORE)
    names = open_accounts.values_list("username", flat=True)
    return sorted(name for name in names if name == _BEFORE or _is_ours(name))


def app_of(name: str) -> Authenticator | None:
    """Return the authenticator app of a demonstration account; None for every other account."""
    if not _is_ours(name):
        return None
    mine = Authenticator.objects.filter(user__username=name, type=second_factor.TOTP)
    app: Authenticator | None = mine.first()
    return app


def _is_ours(name: str) -> bool:
    return name in ACCOUNTS or bool(_NAME.fullmatch(name))


def _lines(note: Path) -> dict[str, str]:
    """Return the lines of a file by the account they are of; none of the earliest versions."""
    text = note.read_text(encoding="ascii") if note.exists() else ""
    lines = [line for line in text.splitlines() if "otpauth://" in line]
    return {line.partition(" ")[0]: line for line in lines}


def _new_line(name: str) -> str:
    query = f"secret={generate_totp_secret()}&issuer={quote(settings.MFA_TOTP_ISSUER)}"
    return f"{name} {secrets.token_urlsafe(12)} otpauth://totp/{quote(name)}?{query}"


def _write(note: Path, lines: list[str]) -> None:
    """Write the file anew beside the old one, and put it in its place in one step."""
    fresh = note.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in lines)
    fresh.replace(note)


def _make_account(name: str, line: str, role: str, office: str) -> None:
    _, password, address = line.split()
    user, _ = User.objects.get_or_create(username=name)
    user.password = _quickly_hashed(password)
    user.save()
    if office:
        roles.give_at(office, user, role)
    else:
        roles.give(user, role)
    second_factor.take_away(user)
    TOTP.activate(user, parse_qs(urlsplit(address).query)["secret"][0])


def _quickly_hashed(password: str) -> str:
    """Return what is kept of a password that chance made, which no slow hash makes safer.

    A million rounds are for passwords that people choose; for eleven accounts they took half of
    what a first start needs. The first sign-in makes them, as after any change of their number.
    """
    hasher = get_hasher()
    if not isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt())
    return hasher.encode(password, hasher.salt(), iterations=ROUNDS)
