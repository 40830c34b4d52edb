"""Staff book for people, by telephone or at the counter: the rules are those of the public.

A place is kept while they speak: one of the staff's own, or else one of the public's. People who
come together get adjoining places, and all of them are booked, or nobody.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from guichet.booking import places, rules
from guichet.booking import queries as appointments
from guichet.booking.actions import BookedAppointment
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, Slot
from guichet.booking.on_behalf import queries
from guichet.booking.on_behalf.rules import places_for
from guichet.booking.places import Details
from guichet.booking.telling import channels
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit


@dataclass(frozen=True, kw_only=True)
class Override:
    """What staff go beyond, words of `rules.OVERRIDES`, and why: a code, which names nobody."""

    lifted: Collection[str] = ()
    reason: str = ""

    def check(self) -> None:
        """Raise Obstacle("reason_needed") for an override without a reason."""
        rules.check_override(self.lifted, self.reason)


@dataclass(frozen=True, kw_only=True)
class Person:
    """One of those who are booked together, and the answers to what was asked about them."""

    claim: int
    details: Details
    language: str
    somebody_else: bool = False
    also_then: bool = False


NONE = Override()


@transaction.atomic
def hold_for(
    slot: int,
    *,
    office: str,
    people: int = 1,
    actor: str,
    now: datetime,
    override: Override = NONE,
) -> list[int]:
    """Keep places for people who come together, beginning with a slot; return the claims.

    Raises Obstacle: `not_released` where an override would help, `no_room_together`, and what
    stands before a client.
    """
    override.check()
    first = appointments.slot(slot)
    if first is None or first.office_id != office:
        raise Obstacle("not_found")
    if not first.office.is_open:
        raise Obstacle("slot_closed")
    slots = [slot] if people == 1 else _adjoining(first, people, now=now, override=override)

    until = now + people * timedelta(seconds=settings.HOLD_SECONDS)
    return [_claim(pk, until=until, actor=actor, now=now, override=override) for pk in slots]


def _adjoining(first: Slot, people: int, *, now: datetime, override: Override) -> list[int]:
    day = Slot.objects.filter(
        office=first.office_id, service=first.service_id, local_day=first.local_day
    )
    list(day.order_by("pk").select_for_update(no_key=True))  # in the order of every lock of slots
    rooms = queries.rooms(
        first.office_id, first.service_id, first=first.local_day, last=first.local_day, now=now
    )
    open_rooms = [room for room in rooms if room.is_released or rules.RELEASE in override.lifted]
    slots = places_for(people, open_rooms, first=first.pk)
    if slots is None:
        raise Obstacle("no_room_together")
    return slots


def _claim(
    slot: int, *, until: datetime, actor: str, now: datetime, override: Override = NONE
) -> int:
    """Claim a place of the staff's, or else one of the public's; before its minute by override."""

    def claim(*, whole: bool, lifted: Sequence[str] = ()) -> int:
        return places.claim(
            slot, visitor=None, networks=None, now=now, until=until, whole=whole, lifted=lifted
        ).pk

    pk, lifted = within(override, claim)
    if lifted:
        record(pk, lifted, override, actor=actor, now=now)
    return pk


def within[T](override: Override, take: Callable[..., T]) -> tuple[T, Sequence[str]]:
    """Take a place of the staff's, or else one of the public's; before its minute by override.

    `take` is given `whole` and `lifted` as in `places.claim`. Returns what it does, and which rules
    were gone beyond.
    """
    try:
        return take(whole=True), []
    except Obstacle as obstacle:
        if obstacle.code == "share_full":
            return take(whole=False), []
        if obstacle.code != "not_released" or rules.RELEASE not in override.lifted:
            raise
    return _before_its_minute(take)


def _before_its_minute[T](take: Callable[..., T]) -> tuple[T, Sequence[str]]:
    try:
        return take(whole=True, lifted=[rules.RELEASE]), [rules.RELEASE]
    except Obstacle as obstacle:
        if obstacle.code != "share_full":
            raise
    both = [rules.RELEASE, rules.SHARE]
    return take(whole=True, lifted=both), both


def record(
    claim: int, lifted: Collection[str], override: Override, *, actor: str, now: datetime
) -> None:
    """Record which rules staff went beyond for a place, and why."""
    facts = {"lifted": sorted(lifted), "reason": override.reason}
    audit.write("override", "appointment", claim, actor=actor, now=now, **facts)


def keep_longer(claims: Sequence[int], *, now: datetime) -> bool:
    """Prolong the holds of people who are booked together, once; false where that is not to be."""
    longer = timedelta(seconds=settings.HOLD_SECONDS)
    holds = Appointment.objects.filter(pk__in=claims, state="held", until_at__gt=now)
    return bool(holds.filter(extended=False).update(until_at=F("until_at") + longer, extended=True))


@transaction.atomic
def keep_again(claims: Sequence[Appointment], *, actor: str, now: datetime) -> list[int]:
    """Keep the same places once more whose time was over, with what was typed for them.

    Raises Obstacle as `hold_for` does.
    """
    until = now + len(claims) * timedelta(seconds=settings.HOLD_SECONDS)
    for pk in sorted({claim.slot_id for claim in claims}):
        Slot.objects.select_for_update(no_key=True).get(pk=pk)
    drop(claims, now=now)

    again = [_claim(claim.slot_id, until=until, actor=actor, now=now) for claim in claims]
    for pk, before in zip(again, claims, strict=True):
        draft = {name: getattr(before, name) for name in ("language", *appointments.ERASED)}
        Appointment.objects.filter(pk=pk).update(**draft)
    return again


@transaction.atomic
def drop(claims: Sequence[Appointment], *, now: datetime) -> None:
    """Give places back that were kept and not booked, and erase what was typed for them."""
    unbooked = [claim.pk for claim in claims if not claim.confirmation_number]
    for pk in unbooked:
        places.free(pk, now=now, rest_until=now, actor="")
    dropped = Appointment.objects.filter(pk__in=unbooked, confirmation_number=None, state="ended")
    dropped.update(**appointments.ERASED)


@transaction.atomic
def book_held(
    party: Sequence[Person], *, actor: str, now: datetime, override: Override = NONE
) -> list[BookedAppointment]:
    """Book the places that are kept for people who come together: all, or nobody.

    Raises Obstacle as a client's booking does, with the `person` whom it is about, from 0.
    """
    override.check()
    return [
        _book(person, number, actor=actor, now=now, override=override)
        for number, person in enumerate(party)
    ]


def _book(
    person: Person, number: int, *, actor: str, now: datetime, override: Override
) -> BookedAppointment:
    lifts = rules.CONTACTS in override.lifted
    try:
        places.confirm(
            person.claim,
            person.details,
            language=person.language,
            now=now,
            also_then=person.also_then,
            somebody_else=person.somebody_else,
            vouched=lifts,
            actor=actor,
        )
    except Obstacle as obstacle:
        raise Obstacle(obstacle.code, **{**obstacle.facts, "person": number}) from obstacle
    if lifts:
        record(person.claim, [rules.CONTACTS], override, actor=actor, now=now)
    appointment = appointments.appointment(person.claim)
    channels.confirm(appointment, "appointment_confirmed", cause=f"{person.claim}", now=now)
    return BookedAppointment(appointment=appointment, pin=tokens.pin_of(appointment))


@transaction.atomic
def book_for(
    slot: int,
    details: Details,
    *,
    office: str,
    actor: str,
    language: str,
    now: datetime,
    somebody_else: bool = False,
    override: Override = NONE,
) -> BookedAppointment:
    """Keep and book a place for one person in one step; raises Obstacle as both do."""
    (claim,) = hold_for(slot, office=office, actor=actor, now=now, override=override)
    person = Person(claim=claim, details=details, language=language, somebody_else=somebody_else)
    (booked,) = book_held([person], actor=actor, now=now, override=override)
    return booked
