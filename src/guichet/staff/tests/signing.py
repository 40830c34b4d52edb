"""Steps of signing in that several tests take."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from guichet.kernel.models import AuditEntry
from guichet.staff import second_factor
from guichet.staff.testing import make_staff

PASSWORD = "correct horse battery"
SIGN_IN, CODE, APP = "/staff/sign-in/", "/staff/sign-in/code/", "/staff/account/app/"


def officer(name: str = "olga") -> User:
    user = make_staff("deciding_officer", name=name, password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    return user


def code_of(user: User) -> str:
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    code = second_factor.next_code(app)
    assert code
    return code


def type_password(client: Client, name: str, password: str = PASSWORD, query: str = "") -> int:
    return client.post(SIGN_IN + query, {"login": name, "password": password}).status_code


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def codes_shown(client: Client) -> int:
    page = client.get("/staff/account/codes/").content.decode()
    return len(re.findall(r">\d{4} \d{4}<", page))


def typed_from(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1])))


def second_process_knows_nothing() -> None:
    """Empty the memory in which allauth alone would remember the code."""
    cache.clear()
