"""What is derived from keys and never stored: PINs, one-time codes, hold tokens, visitor keys."""

from collections.abc import Callable, Sequence

from django.conf import settings

from guichet.booking.models import Appointment, ContactCode, LostCode
from guichet.kernel import references

NOBODY = 0  # the record for which a PIN is derived when a number is unknown: the work is the same


def pin_of(appointment: Appointment) -> str:
    """Return the newest PIN of an appointment."""
    return references.derive_pin(
        settings.PIN_KEY, record=appointment.pk, generation=appointment.pin_offered
    )


def opening_generation(appointment: Appointment | None, text: str) -> int | None:
    """Return the generation of the PIN that was typed, or None when it is neither of the two."""
    record = appointment.pk if appointment else NOBODY
    pair = (appointment.pin_generation, appointment.pin_offered) if appointment else (1, 1)
    match = None
    for generation in pair:
        pin = references.derive_pin(settings.PIN_KEY, record=record, generation=generation)
        if references.same(pin, text) and appointment:
            match = generation
    return match


def code_of(code: LostCode) -> str:
    """Return the eight digits of a one-time code."""
    secret = references.derive(settings.PIN_KEY, "lost", code.pk, code.asked_at.isoformat())
    return f"{int.from_bytes(secret[:8]) % 100_000_000:08d}"


def opening_code(codes: Sequence[LostCode], text: str) -> LostCode | None:
    """Return the code that was typed, of those that are good; all are compared."""
    match = None
    for code in codes:
        if references.same(code_of(code), references.read_number(text)):
            match = code
    return match


def visitor_key(visitor: str) -> bytes:
    """Return the keyed hash under which a visitor's claims are found."""
    return references.derive(settings.IDENTITY_KEY, "visitor", visitor)


def hold_token(claim: int) -> str:
    """Return the unguessable name a program uses for its hold; a replay derives it again."""
    return f"{claim}-{references.derive(settings.PIN_KEY, 'hold', claim).hex()[:32]}"


def claim_of(token: str) -> int | None:
    """Return the claim a hold token names, or None when the token was never given."""
    return _named_by(token, hold_token)


def address_token(appointment: int) -> str:
    """Return what a mail carries to confirm its address: it opens nothing else."""
    return f"{appointment}-{references.derive(settings.PIN_KEY, 'address', appointment).hex()[:32]}"


def appointment_of(token: str) -> int | None:
    """Return whose address a token of a mail confirms, or None when it was never given."""
    return _named_by(token, address_token)


def _named_by(token: str, token_of: Callable[[int], str]) -> int | None:
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    record = int(number)
    return record if references.same(token_of(record), token) else None


def contact_code_of(code: ContactCode) -> str:
    """Return the eight digits of a code for a phone or an address that has many appointments."""
    secret = references.derive(settings.PIN_KEY, "contact", code.pk, code.asked_at.isoformat())
    return f"{int.from_bytes(secret[:8]) % 100_000_000:08d}"


def is_contact_code(code: ContactCode, text: str) -> bool:
    """Tell whether the typed code is the one that was sent."""
    return references.same(contact_code_of(code), references.read_number(text))
