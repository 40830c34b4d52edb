"""What holds in one process holds in all of them: guesses are counted, codes are spent."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from guichet.staff import second_factor
from guichet.staff.testing import make_staff

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "four plain words"
# Another process of the same site, with the same database; a line asks, and a line answers.
PROCESS = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.PASSWORD_HASHERS = [sys.argv[2]]
settings.ALLOWED_HOSTS = ["*"]
django.setup()
from django.test import Client
for line in sys.stdin:
    statuses = []
    for password, code in (each.split(",") for each in line.strip().split("|")):
        client = Client()
        answer = client.post("/staff/sign-in/", {"login": "olga", "password": password})
        if code:
            answer = client.post("/staff/sign-in/code/", {"code": code})
        statuses.append(answer.status_code)
    print(*statuses, flush=True)
"""
Process = subprocess.Popen[str]


@pytest.fixture(scope="module")
def processes(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Process]]:
    """Start two processes, which serve all tests of this file."""
    with django_db_blocker.unblock():
        database, hasher = str(connection.settings_dict["NAME"]), settings.PASSWORD_HASHERS[0]
    command = [sys.executable, "-c", PROCESS, database, hasher]
    with ExitStack() as stack:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        pair = [stack.enter_context(subprocess.Popen(command, **pipes)) for _ in range(2)]
        yield pair
        for process in pair:
            process.stdin.close()


def in_another_process(process: Process, *tries: str) -> list[int]:
    """Try to sign in there, each time with "password,code"; return the status of each try."""
    process.stdin.write("|".join(tries) + "\n")
    process.stdin.flush()
    return [int(status) for status in process.stdout.readline().split()]


def test_it_counts_wrong_passwords_in_all_processes_together(
    processes: list[Process],
) -> None:
    make_staff("auditor", name="olga", password=PASSWORD)
    answers = [answer for each in processes for answer in in_another_process(each, *["wrong,"] * 3)]
    assert answers == [422] * 5 + [429]


def test_it_counts_wrong_codes_in_all_processes_together(processes: list[Process]) -> None:
    TOTP.activate(make_staff("auditor", name="olga", password=PASSWORD), generate_totp_secret())
    wrong = f"{PASSWORD},000000"
    answers = [answer for each in processes for answer in in_another_process(each, *[wrong] * 3)]
    assert answers == [422] * 5 + [429]


def test_it_takes_a_code_in_one_process_only(processes: list[Process]) -> None:
    user = make_staff("auditor", name="olga", password=PASSWORD)
    TOTP.activate(user, generate_totp_secret())
    code = second_factor.next_code(Authenticator.objects.get(user=user))
    answers = [in_another_process(each, f"{PASSWORD},{code}") for each in processes]
    assert answers == [[302], [422]]
