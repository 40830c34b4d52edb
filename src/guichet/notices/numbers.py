"""Ids of web notices, made without a database, and the names of their CAP messages."""

import secrets
import uuid
from urllib.parse import urlsplit

from django.conf import settings

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # no two that look alike
LENGTH = 10


def new_id() -> str:
    """Return an id that no other notice has, on whichever machine it is made."""
    return "".join(secrets.choice(_SIGNS) for _ in range(LENGTH))


def deed_id() -> str:
    """Return an id that no other deed has."""
    return str(uuid.uuid4())


def identify(notice: str, number: int) -> str:
    """Return the identifier of the CAP message of a version."""
    return f"{sender()}-{notice}-{number}"


def sender() -> str:
    """Return who sends the site's CAP messages: its host, which is no other sender's."""
    return (urlsplit(settings.PUBLIC_URL).hostname or "localhost").replace(":", ".")
