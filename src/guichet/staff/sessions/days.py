"""The day of an account: since its last full sign-in, until its sessions are ended everywhere.

A full sign-in is a password with a second factor, or the agency's own sign-in. Signing out of one
browser does not end the day; a role that is lost does, and "Sign out everywhere".
"""

from datetime import datetime

from django.contrib.auth.models import User

from guichet.staff import roles
from guichet.staff.models import DaySignIn


def note(user: User, *, now: datetime) -> None:
    """Note that somebody has signed in fully, with the roles that they have now."""
    facts = {"at": now, "grants": roles.grants_of(user)}
    DaySignIn.objects.update_or_create(user=user, defaults=facts)


def note_first(user: User, *, now: datetime) -> None:
    """Note the same of who has just set up a first factor; later ones do not make a day longer."""
    if not DaySignIn.objects.filter(user=user).exists():
        note(user, now=now)


def since(user: User) -> datetime | None:
    """Return when the day of an account began; None where it is over, or a role was lost since."""
    day = DaySignIn.objects.filter(user=user).first()
    return day.at if day and set(day.grants) <= set(roles.grants_of(user)) else None


def end(user: User) -> None:
    """End the day of an account."""
    DaySignIn.objects.filter(user=user).delete()


def purge(*, before: datetime) -> None:
    """Forget days that began before a moment."""
    DaySignIn.objects.filter(at__lt=before).delete()
