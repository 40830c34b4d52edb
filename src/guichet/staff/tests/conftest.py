"""Passwords of tests are hashed in a moment: what they must withstand ends with the test."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _quick_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=QUICK):
        yield
