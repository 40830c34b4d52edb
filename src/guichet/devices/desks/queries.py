"""Reads of a shared desk: which browser is one, and who somebody is that wants to come in."""

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

from guichet.devices import holding
from guichet.devices.desks.rules import Person
from guichet.devices.models import Device, Kind
from guichet.kernel import clock
from guichet.staff import roles
from guichet.staff.sessions import days
from guichet.staff.sign_in import one_time


def desk_of(request: HttpRequest) -> Device | None:
    """Return the shared desk that a browser is, unless it was taken away."""
    device = holding.device_of(request)
    return device if device and device.kind == Kind.DESK else None


def account(name: str) -> User | None:
    """Return the open account of a name, whose password somebody else has not made too long ago."""
    user = User.objects.filter(username=name, is_active=True).first()
    return None if user is None or one_time.is_over(user, now=clock.now()) else user


def person(user: User, office: str) -> Person:
    """Return what is known of an account at the desk of an office."""
    is_of_site = user.has_usable_password() and not settings.OIDC_ONLY
    return Person(
        is_posted=any(place == office for _role, place in roles.postings_of(user)),
        must_change_password=one_time.must_change(user),
        signs_in_here=is_of_site,
        day_since=days.since(user),
    )
