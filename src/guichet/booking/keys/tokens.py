"""What is derived from keys and never stored: PINs, one-time codes, hold tokens, visitor keys."""

from collections.abc import Sequence

from guichet.booking.models import Appointment, ContactCode, LostCode
from guichet.kernel import keyring, references
from guichet.kernel.enciphering import pins

FIRST_PIN = 1
NOBODY = 0  # the record for which a PIN is derived when a number is unknown: the work is the same


def pin_of(appointment: Appointment) -> str:
    """Return the newest PIN of an appointment."""
    return _pin(appointment, appointment.pin_offered)


def first_pin(appointment: Appointment) -> str:
    """Return the PIN that an appointment began with, also when the call is repeated."""
    return _pin(appointment, FIRST_PIN)


def opening_generation(appointment: Appointment | None, text: str) -> int | None:
    """Return the generation of the PIN that was typed, or None when it is neither of the two."""
    candidate = appointment or Appointment(pk=NOBODY)
    match = None
    for generation in (candidate.pin_generation, candidate.pin_offered):
        if references.same(_pin(candidate, generation), text) and appointment:
            match = generation
    return match


def _pin(appointment: Appointment, generation: int) -> str:
    key = pins.key_of(appointment.pin_key)
    return references.derive_pin(key, record=appointment.pk, generation=generation)


def code_of(code: LostCode) -> str:
    """Return the eight digits of a one-time code."""
    secret = _secret("lost", code)
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
    return keyring.working("visitor", visitor)


def hold_token(claim: int) -> str:
    """Return the unguessable name a program uses for its hold; a replay derives it again."""
    return _tokens("hold", claim)[0]


def claim_of(token: str) -> int | None:
    """Return the claim a hold token names, or None when the token was never given."""
    return _named_by(token, "hold")


def address_token(appointment: int) -> str:
    """Return what a mail carries to confirm its address: it opens nothing else."""
    return _tokens("address", appointment)[0]


def appointment_of(token: str) -> int | None:
    """Return whose address a token of a mail confirms, or None when it was never given."""
    return _named_by(token, "address")


def entry_token(entry: int) -> str:
    """Return the unguessable name of an entry of the earlier-time list, for its page."""
    return _tokens("entry", entry)[0]


def entry_named_by(token: str) -> int | None:
    """Return the entry that a token names, or None when it was never given."""
    return _named_by(token, "entry")


def offer_token(offer: int) -> str:
    """Return the unguessable name of an offer, for the page on which it is answered."""
    return _tokens("offer", offer)[0]


def offer_named_by(token: str) -> int | None:
    """Return the offer that a token names, or None when it was never given."""
    return _named_by(token, "offer")


def party_token(claims: Sequence[int]) -> str:
    """Return the unguessable name of places that are kept together, in the order of the people."""
    return _party_tokens(".".join(map(str, claims)))[0]


def party_named_by(token: str) -> list[int]:
    """Return the claims that a token names, or none when it was never given."""
    names = token.partition("-")[0]
    numbers = names.split(".")
    if not all(name.isascii() and name.isdigit() and len(name) < 18 for name in numbers):
        return []
    is_ours = any(references.same(ours, token) for ours in _party_tokens(names))
    return [int(name) for name in numbers] if is_ours else []


def _party_tokens(names: str) -> list[str]:
    return [
        f"{names}-{key.hex()[:32]}" for key in keyring.workings("party", names, before=keyring.PIN)
    ]


def _secret(purpose: str, code: LostCode | ContactCode) -> bytes:
    return keyring.working(purpose, code.pk, code.asked_at.isoformat(), before=keyring.PIN)


def _tokens(purpose: str, record: int) -> list[str]:
    return [
        f"{record}-{key.hex()[:32]}"
        for key in keyring.workings(purpose, record, before=keyring.PIN)
    ]


def _named_by(token: str, purpose: str) -> int | None:
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    tokens = _tokens(purpose, int(number))
    return int(number) if any(references.same(ours, token) for ours in tokens) else None


def contact_code_of(code: ContactCode) -> str:
    """Return the eight digits of a code for a phone or an address that has many appointments."""
    secret = _secret("contact", code)
    return f"{int.from_bytes(secret[:8]) % 100_000_000:08d}"


def is_contact_code(code: ContactCode, text: str) -> bool:
    """Tell whether the typed code is the one that was sent."""
    return references.same(contact_code_of(code), references.read_number(text))
