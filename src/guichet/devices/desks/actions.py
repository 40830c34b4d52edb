"""Change the person at a shared desk: one is let in by a desk PIN or a passkey, one gives way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User

from guichet.devices.desks import queries, rules
from guichet.devices.models import Device
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import DESK_CHANGES
from guichet.kernel.obstacles import Obstacle
from guichet.offices import queries as offices
from guichet.staff import audit
from guichet.staff.desk_pin import actions as desk_pin
from guichet.staff.sessions import lifetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A shared desk, the zone of its clock, and the moment at which somebody stands there."""

    device: Device
    zone: ZoneInfo
    now: datetime

    @property
    def facts(self) -> dict[str, object]:
        """Return how the record names where something was done."""
        return {"device": self.device.pk, "office": self.device.office}


def desk_at(device: Device, *, now: datetime) -> Desk:
    """Return a device as a desk of its office; raise Obstacle("no_office") where that is gone."""
    office = offices.office(device.office)
    if office is None:
        raise Obstacle("no_office")
    return Desk(device=device, zone=ZoneInfo(office.time_zone), now=now)


def by_pin(name: str, pin: str, *, desk: Desk) -> tuple[User, datetime]:
    """Return whom a desk PIN lets in, and since when their day goes on.

    Raises Obstacle: `not_admitted`, whatever does not fit, and `too_many` where this desk has seen
    many wrong tries. Every PIN is hashed, also that of nobody, so that no answer comes sooner.
    """
    with counted(desk):
        user = queries.account(name)
        person = queries.person(user, desk.device.office) if user else None
        may = person is not None and rules.may_by_pin(
            person, now=desk.now, zone=desk.zone, longest=lifetime.LONGEST
        )
        on = rules.day_of(desk.now, desk.zone)
        fits = desk_pin.fits(user if may else None, pin, on=on)
        if user is None or person is None or person.day_since is None or not fits:
            audit.failed("desk_pin_failed", user.pk if user else 0, **desk.facts)
            raise Obstacle("not_admitted")
    return user, person.day_since


def by_passkey(name: str, *, desk: Desk) -> tuple[User, datetime | None]:
    """Return whose passkey is to be looked at, and since when their day goes on, if that counts.

    Raises Obstacle("not_admitted") for whom no passkey would let in.
    """
    user = queries.account(name)
    person = queries.person(user, desk.device.office) if user else None
    if (
        user is None
        or person is None
        or not rules.may_by_passkey(person, now=desk.now, zone=desk.zone, longest=lifetime.LONGEST)
    ):
        audit.failed("passkey_failed", user.pk if user else 0, **desk.facts)
        raise Obstacle("not_admitted")
    return user, None if person.signs_in_here else person.day_since


@contextmanager
def counted(desk: Desk) -> Iterator[None]:
    """Count a try of a desk before it is looked at; only one that fails stays counted."""
    key = str(desk.device.pk).encode()
    limits.take(DESK_CHANGES, key, now=desk.now)
    yield
    limits.give_back(DESK_CHANGES, key)
