"""Every write of the public's side: hold, extend, keep what is typed, book, move, cancel, wish."""

import random
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from guichet.booking import places, queries, rules
from guichet.booking.contacts import UNVOUCHED, Vouch
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, ReleaseWish
from guichet.booking.places import Claim, Details, Lifted
from guichet.booking.telling import channels, following
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.guarding.proofs import NOTHING, Proof

CLIENT = rules.CLIENT
DICE = random.SystemRandom()  # nobody may foresee when a place is free again


@dataclass(frozen=True, kw_only=True)
class BookedAppointment:
    """A booking and the PIN that opens it, derived and never stored."""

    appointment: Appointment
    pin: str


def hold(
    slot: int,
    *,
    visitor: str | None,
    networks: Ladder | None,
    now: datetime,
    proof: Proof = NOTHING,
    answers: dict[str, object] | None = None,
) -> Claim:
    """Keep a place for a visitor while they type, or raise Obstacle.

    Where their networks have claimed many, it has a price, which `proof` pays: see `prices`.
    """
    until = now + timedelta(seconds=settings.HOLD_SECONDS)
    holder = tokens.visitor_key(visitor) if visitor else None

    with transaction.atomic() if answers else nullcontext():  # one statement needs no frame
        claim = places.claim(
            slot, visitor=holder, networks=networks, now=now, until=until, proof=proof
        )
        if answers:
            Appointment.objects.filter(pk=claim.pk).update(answers=answers)
    return claim


def extend(visitor: str, *, now: datetime) -> bool:
    """Prolong a live hold, once; false when there is none or it has been prolonged before."""
    longer = timedelta(seconds=settings.HOLD_SECONDS)
    open_hold = queries.live_hold(visitor, now=now)

    return bool(
        open_hold
        and open_hold.until_at
        and Appointment.objects.filter(
            pk=open_hold.pk, state="held", extended=False, until_at=open_hold.until_at
        ).update(until_at=max(open_hold.until_at, now) + longer, extended=True)
    )


def keep_details(claim: int, details: Details, *, language: str) -> None:
    """Keep what was typed with the hold, so that going back or changing language loses nothing.

    A hold that is over keeps it too: the next one within the hour takes it along.
    """
    unbooked = Appointment.objects.filter(pk=claim, confirmation_number=None)
    unbooked.filter(state__in=["held", "ended"]).update(
        language=language,
        name=details.name,
        date_of_birth=details.date_of_birth,
        birth_known=details.birth_known,
        phone=details.phone,
        phone_extension=details.phone_extension,
        email=details.email,
        case_number=details.case_number,
        access_needs=details.access_needs,
        interpreter=details.interpreter,
    )


def give_up(visitor: str, *, now: datetime) -> None:
    """Free whatever a visitor holds and erase what they typed: their visit is over."""
    key = tokens.visitor_key(visitor)
    mine = Appointment.objects.filter(visitor=key)

    with transaction.atomic():
        for pk in list(mine.filter(state="held").values_list("pk", flat=True)):
            places.free(pk, now=now, rest_until=now, actor="")
        mine.filter(confirmation_number=None, state="ended").update(**queries.ERASED)
        mine.update(visitor=None)


def book(
    claim: int,
    details: Details,
    *,
    language: str,
    now: datetime,
    open_hold: Appointment | None = None,
    somebody_else: bool = False,
    also_then: bool = False,
    vouch: Vouch = UNVOUCHED,
) -> BookedAppointment:
    """Turn a hold into a booking, or raise Obstacle; with an address, mail is on its way.

    Whoever has read the hold a moment ago gives it as `open_hold`, and it is not read again. Where
    `already_booked` has the fact `other_spelling`, only accents or the order of words make the two
    one person, and `somebody_else` says that they are not. Another appointment of theirs at the
    same minute is an obstacle, unless `also_then`; so are many of one phone or address, without a
    `vouch`.
    """
    # One statement books, and needs no frame; a mail shares that of its cause, and a caller who
    # has a frame open can go on after a refusal.
    framed = bool(details.email or vouch) or connection.in_atomic_block
    with transaction.atomic() if framed else nullcontext():
        return _book(
            claim,
            details,
            language=language,
            now=now,
            open_hold=open_hold,
            somebody_else=somebody_else,
            also_then=also_then,
            vouch=vouch,
        )


@transaction.atomic
def book_instead(
    claim: int,
    details: Details,
    *,
    other: Appointment,
    language: str,
    now: datetime,
    somebody_else: bool = False,
    vouch: Vouch = UNVOUCHED,
) -> BookedAppointment:
    """Cancel the other appointment of the same minute and book this place: both, or neither."""
    cancel(other, now=now)
    return _book(
        claim, details, language=language, now=now, somebody_else=somebody_else, vouch=vouch
    )


@transaction.atomic
def book_slot(
    slot: int,
    details: Details,
    *,
    networks: Ladder | None,
    language: str,
    now: datetime,
    somebody_else: bool = False,
    also_then: bool = False,
    proof: Proof = NOTHING,
    vouch: Vouch = UNVOUCHED,
) -> BookedAppointment:
    """Hold and book in one step, for programs that have everything at hand."""
    until = now + timedelta(seconds=settings.HOLD_SECONDS)
    claim = places.claim(slot, visitor=None, networks=networks, now=now, until=until, proof=proof)
    return _book(
        claim.pk,
        details,
        language=language,
        now=now,
        somebody_else=somebody_else,
        also_then=also_then,
        vouch=vouch,
    )


def _book(
    claim: int,
    details: Details,
    *,
    language: str,
    now: datetime,
    open_hold: Appointment | None = None,
    somebody_else: bool = False,
    also_then: bool = False,
    vouch: Vouch = UNVOUCHED,
) -> BookedAppointment:
    number = places.confirm(
        claim,
        details,
        language=language,
        now=now,
        also_then=also_then,
        somebody_else=somebody_else,
        vouched=bool(vouch),
    )
    if vouch:
        vouch.use()
    if open_hold:
        places.note_confirmed(
            open_hold, number, details, language=language, now=now, somebody_else=somebody_else
        )
    appointment = open_hold or queries.appointment(claim)
    channels.confirm(appointment, "appointment_confirmed", cause=f"{claim}", now=now)
    return BookedAppointment(appointment=appointment, pin=tokens.pin_of(appointment))


@transaction.atomic
def move(
    appointment: Appointment,
    slot: int,
    *,
    now: datetime,
    actor: str = CLIENT,
    networks: Ladder | None = None,
    proof: Proof = NOTHING,
    whole: bool = False,
    lifted: Lifted = (),
) -> BookedAppointment:
    """Give the client another time; the number stays, the old place rests, mail tells of it.

    Moving to the time they have changes nothing, and tells nobody. Networks are counted for the
    place that rests. `whole` and `lifted`, for staff, are as in `places.claim`.
    """
    _judge(rules.check_movable, appointment, actor=actor, now=now)

    moved = places.move(
        appointment.pk,
        slot=slot,
        now=now,
        rest_until=rest(appointment, now=now),
        actor=actor,
        networks=networks,
        proof=proof,
        whole=whole,
        lifted=lifted,
    )
    if moved:  # the page showed them where the office is
        Appointment.objects.filter(pk=appointment.pk).update(place_seen_at=now)
    appointment = queries.appointment(appointment.pk)
    if moved:
        _tell(appointment, "appointment_moved", actor=actor, now=now)
    return BookedAppointment(appointment=appointment, pin=tokens.pin_of(appointment))


@transaction.atomic
def cancel(appointment: Appointment, *, now: datetime, actor: str = CLIENT) -> bool:
    """Give the place back; false when it had been given back before, which is no fault."""
    _judge(rules.check_cancellable, appointment, actor=actor, now=now)

    freed = places.free(appointment.pk, now=now, rest_until=rest(appointment, now=now), actor=actor)
    if not freed:  # given back before, or they were checked in meanwhile
        _judge(rules.check_cancellable, queries.appointment(appointment.pk), actor=actor, now=now)
        return False
    _tell(appointment, "appointment_cancelled", actor=actor, now=now)
    return True


def _tell(appointment: Appointment, kind: str, *, actor: str, now: datetime) -> None:
    channels.tell_change(appointment, kind, by_staff=actor != CLIENT, now=now)
    following.tell_rooms(appointment, now=now)


def _judge(
    check: Callable[..., None], appointment: Appointment, *, actor: str, now: datetime
) -> None:
    slot = appointment.slot  # whose time was closed chooses anew, also when it would have begun
    begun_is_fine = actor != CLIENT or slot.closed
    check(appointment.status, starts_at=slot.starts_at, now=now, by_staff=begun_is_fine)


def rest(appointment: Appointment, *, now: datetime) -> datetime:
    """Return until when the place of an appointment rests, if it is given back now."""
    starts_at, pause = appointment.slot.starts_at, settings.PAUSE_SECONDS
    return rules.reopens_at(now, starts_at=starts_at, chance=DICE.random(), pause=pause)


def wish(*, office: str, service: str, email: str, language: str, now: datetime) -> None:
    """Remember that somebody wants to hear, once, of a place; where one is free, of a new one."""
    ReleaseWish.objects.get_or_create(
        office_id=office,
        service_id=service,
        email=email,
        told_at=None,
        defaults={
            "language": language,
            "asked_at": now,
            "waits_for_new": queries.is_any_free(office, service, now=now),
        },
    )
