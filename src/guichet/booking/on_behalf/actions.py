"""Staff book for somebody, by telephone or at the counter: the rules are those of the public."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from guichet.booking import places, queries, rules
from guichet.booking.actions import BookedAppointment
from guichet.booking.keys import tokens
from guichet.booking.places import Details
from guichet.booking.telling import channels
from guichet.kernel.record import audit


@transaction.atomic
def book_for(
    slot: int,
    details: Details,
    *,
    actor: str,
    language: str,
    now: datetime,
    whole: bool = True,
    lifted: Collection[str] = (),
    reason: str = "",
    somebody_else: bool = False,
    also_then: bool = False,
) -> BookedAppointment:
    """Book a place for a client: one of the staff's, or without `whole` one of the public's.

    An override has words of `rules.OVERRIDES` in `lifted` and a reason that names nobody; the
    record has both.
    Raises Obstacle as a client's booking does, and `share_full` or `not_released` where an override
    would help; `reason_needed` for one without a reason.
    """
    rules.check_override(lifted, reason)

    claim = _claim(slot, whole=whole, lifted=lifted, now=now)
    places.confirm(
        claim,
        details,
        language=language,
        now=now,
        also_then=also_then,
        somebody_else=somebody_else,
        vouched=rules.CONTACTS in lifted,
        actor=actor,
    )
    if lifted:
        facts = {"lifted": sorted(lifted), "reason": reason}
        audit.write("override", "appointment", claim, actor=actor, now=now, **facts)
    return _told(claim, now=now)


def _claim(slot: int, *, whole: bool, lifted: Collection[str], now: datetime) -> int:
    until = now + timedelta(seconds=settings.HOLD_SECONDS)
    claim = places.claim(
        slot, visitor=None, networks=None, now=now, until=until, whole=whole, lifted=[*lifted]
    )
    return claim.pk


def _told(claim: int, *, now: datetime) -> BookedAppointment:
    appointment = queries.appointment(claim)
    channels.confirm(appointment, "appointment_confirmed", cause=f"{claim}", now=now)
    return BookedAppointment(appointment=appointment, pin=tokens.pin_of(appointment))
