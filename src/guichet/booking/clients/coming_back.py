"""Every way back to an appointment: number and PIN, a one-time code, a fresh PIN."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from guichet.booking import places, queries
from guichet.booking.actions import CLIENT, BookedAppointment
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, LostCode
from guichet.booking.places import Details
from guichet.kernel import references
from guichet.kernel.guarding import guesses, limits
from guichet.kernel.guarding.guesses import Guesser
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.kernel.work import outbox

CODE_LASTS = timedelta(minutes=20)


def sign_in(number: str, pin: str, *, guesser: Guesser, now: datetime) -> Appointment:
    """Return the appointment that a number and a PIN open.

    A number that does not check itself is told as mistyped and costs no try. Wrong number and wrong
    PIN raise the same Obstacle after the same work. What a try costs, `kernel.guarding.guesses`
    says: five failures an hour for one number from one network, and no sixth try, not even with the
    right PIN.
    """
    number, pin = references.read_number(number), references.read_number(pin)
    if not references.is_number(number):
        limits.refuse_mistyped(guesser.network, now=now)

    with guesses.guess("pin", number, guesser, now=now):
        appointment = queries.by_number(number)
        generation = tokens.opening_generation(appointment, pin)
        if appointment is None or generation is None:
            raise Obstacle("wrong_credentials")

    if generation > appointment.pin_generation:
        Appointment.objects.filter(pk=appointment.pk).update(pin_generation=generation)
        appointment.pin_generation = generation
    return appointment


@transaction.atomic
def ask_for_code(candidates: Sequence[Details], *, language: str, now: datetime) -> bytes:
    """Send a one-time code to the address on file, if the details fit; the answer never tells.

    The candidates are one person, once for each country that their phone number may be of. All of
    them are written down and the worker looks for all of them, whatever is on file.
    """
    people = [details.keys for details in candidates]
    identity = places.identity_among([keys.identity for keys in people])
    code = LostCode.objects.create(
        identity=identity,
        people=[key.hex() for keys in people for key in keys.all],
        asked_at=now,
        expires_at=now + CODE_LASTS,
    )
    outbox.enqueue(
        "lost_code",
        code.pk,
        key=f"lost_code:{code.pk}",
        language=language,
        now=now,
        expires_at=code.expires_at,
    )
    return identity


def open_with_code(
    identity: bytes, text: str, *, guesser: Guesser, now: datetime
) -> BookedAppointment:
    """Open the notice with a one-time code that was sent, and offer a fresh PIN."""
    with guesses.guess("code", identity.hex(), guesser, now=now):
        code = tokens.opening_code(queries.codes_of(identity, now=now), text)
        appointment = (
            queries.opened_by(code, now=now) if code else queries.of_people([identity], now=now)
        )
        if appointment is None or code is None:
            raise Obstacle("wrong_credentials")

    with transaction.atomic():
        if not LostCode.objects.filter(pk=code.pk, used_at=None).update(used_at=now):
            raise Obstacle("wrong_credentials")
        appointment = fresh_pin(appointment, now=now, actor=CLIENT)
    return BookedAppointment(appointment=appointment, pin=tokens.pin_of(appointment))


def fresh_pin(appointment: Appointment, *, now: datetime, actor: str) -> Appointment:
    """Offer the next PIN; the old one works until the new one is first used."""
    appointment.pin_offered = appointment.pin_generation + 1
    Appointment.objects.filter(pk=appointment.pk).update(pin_offered=appointment.pin_offered)
    audit.write("fresh_pin", "appointment", appointment.pk, actor=actor, now=now)
    return appointment
