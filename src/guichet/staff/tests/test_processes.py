"""What holds in one process holds in all of them: guesses are counted, codes are spent."""

import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import connection

from guichet.staff import second_factor
from guichet.staff.testing import make_staff

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "four plain words"
# Another process of the same site, with the same database.
PROCESS = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.PASSWORD_HASHERS = [sys.argv[2]]
settings.ALLOWED_HOSTS = ["*"]
django.setup()
from django.test import Client
for tries in sys.argv[3].split(";"):
    client = Client()
    for password, code in [one.split(",") for one in tries.split("|")]:
        answer = client.post("/staff/sign-in/", {"login": "olga", "password": password})
        if code:
            answer = client.post("/staff/sign-in/code/", {"code": code})
        print(answer.status_code)
"""


def in_another_process(*tries: str) -> list[int]:
    database, hasher = str(connection.settings_dict["NAME"]), settings.PASSWORD_HASHERS[0]
    command = [sys.executable, "-c", PROCESS, database, hasher]
    process = subprocess.run(
        [*command, ";".join(tries)], capture_output=True, text=True, check=True
    )
    return [int(line) for line in process.stdout.split()]


def test_it_counts_wrong_passwords_in_all_processes_together() -> None:
    make_staff("auditor", name="olga", password=PASSWORD)
    answers = [answer for _ in range(2) for answer in in_another_process(*["wrong,"] * 3)]
    assert answers == [422] * 5 + [429]


def test_it_counts_wrong_codes_in_all_processes_together() -> None:
    TOTP.activate(make_staff("auditor", name="olga", password=PASSWORD), generate_totp_secret())
    wrong = f"{PASSWORD},000000"
    answers = [answer for _ in range(2) for answer in in_another_process(*[wrong] * 3)]
    assert answers == [422] * 5 + [429]


def test_it_takes_a_code_in_one_process_only() -> None:
    user = make_staff("auditor", name="olga", password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    code = second_factor.next_code(Authenticator.objects.get(user=user))
    answers = [in_another_process(f"{PASSWORD},{code}") for _ in range(2)]
    assert answers == [[302], [422]]
