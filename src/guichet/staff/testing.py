"""Staff for tests: an account with a role, signed in with its second factor proved."""

import re
from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client

from guichet.staff import roles
from guichet.staff.accounts import versions
from guichet.staff.sessions.store import SessionStore

_BACKEND = "guichet.staff.backends.ByRole"
_PASSWORD = "known to nobody but tests"


def make_staff(*roles_held: str, name: str = "", password: str | None = None) -> User:
    """Make an account with these roles."""
    number = User.objects.count() + 1
    user = User.objects.create_user(
        username=name or f"{roles_held[0] if roles_held else 'nobody'}-{number}", password=password
    )
    roles.give(user, *roles_held)
    return user


def make_posted(office: str, *roles_held: str, name: str = "") -> User:
    """Make an account with these roles at an office, and none elsewhere."""
    user = make_staff(name=name or f"{office}-{User.objects.count() + 1}", password=_PASSWORD)
    roles.give_at(office, user, *roles_held)
    return user


def sign_in(client: Client, *roles_held: str, name: str = "") -> User:
    """Sign a new account with these roles in to a test's browser, second factor and all."""
    user = make_staff(*roles_held, name=name, password=_PASSWORD)
    sign_in_as(client, user)
    return user


def sign_in_as(client: Client, user: User, *, proved: bool = True) -> None:
    """Sign an account in; `proved=False` stops after the password."""
    request = HttpRequest()
    was_here = settings.SESSION_COOKIE_NAME in client.cookies
    request.session = client.session if was_here else SessionStore()
    login(request, user, backend=_BACKEND)
    for method in ["password", *(["mfa"] if proved else [])]:
        record_authentication(request, user, method)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key or ""


def as_shown(client: Client, path: str, form: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form of the administration with what its page says that it showed."""
    mark = re.search(rf'name="{versions.NAME}" value="([^"]*)"', client.get(path).content.decode())
    assert mark, path
    return {**form, versions.NAME: mark[1]}
