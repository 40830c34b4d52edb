"""Passwords that somebody else made: good for three days, and for one sign-in."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from guichet.staff.models import OneTimePassword
from guichet.staff.roles import Somebody
from guichet.staff.sessions import lifetime

GOOD_FOR = timedelta(days=3)


@transaction.atomic
def give(user: User, *, now: datetime) -> str:
    """Set a password nobody has seen, and return it once; every session of the account ends."""
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save()
    lifetime.end_others(user)
    OneTimePassword.objects.update_or_create(user=user, defaults={"given_at": now})
    return password


def must_change(user: Somebody) -> bool:
    """Tell whether an account still has a password that somebody else made."""
    return _password_of(user) is not None


def is_over(user: Somebody, *, now: datetime) -> bool:
    """Tell whether the password of an account was given too long ago to be used."""
    password = _password_of(user)
    return password is not None and password.given_at < now - GOOD_FOR


def was_changed(user: Somebody) -> None:
    """Note that the person has chosen a password of their own."""
    OneTimePassword.objects.filter(pk=user.pk).delete()
    if isinstance(user, User):
        user._state.fields_cache.pop("one_time_password", None)


def _password_of(user: Somebody) -> OneTimePassword | None:
    """Return the one-time password of an account, which was read along with it on a page."""
    return getattr(user, "one_time_password", None)
