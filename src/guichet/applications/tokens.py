"""What is derived from keys and never stored: PINs, one-time codes, the keys of a look-up."""

import re
from datetime import date
from threading import Event
from typing import TypedDict

from guichet.applications.models import Application
from guichet.kernel import keyring, references
from guichet.kernel.enciphering import current, pins
from guichet.kernel.reading import names, typed_text

NOBODY = 0  # the record for which a PIN is derived when a number is unknown: the work is the same
PURPOSE = "eta_pin"
FIRST_PIN = 1
PIN_FIELDS = ("pin_offered", "long_pins")
_LONG_ONLY = Event()  # every PIN of the site has eight characters
_NOT_IN_A_NUMBER = re.compile(r"[^0-9A-Z]")


class _Keys(TypedDict):
    record: int
    generation: int
    purpose: str


def pin_of(application: Application) -> str:
    """Return the newest PIN of an application."""
    return _pin(application, application.pin_offered)


def first_pin(application: Application) -> str:
    """Return the PIN that an application began with, also when the call is repeated."""
    return _pin(application, FIRST_PIN)


def offer_pin(application: Application) -> None:
    """Offer the next PIN, in eight characters; the caller saves `PIN_FIELDS`."""
    application.pin_offered = application.pin_generation + 1
    if application.pin_offered not in application.long_pins:
        application.long_pins = [*application.long_pins, application.pin_offered]


def has_short_pins() -> bool:
    """Tell whether somebody may hold a PIN of six digits; yes until `look_for_short_pins` has."""
    return not _LONG_ONLY.is_set()


def look_for_short_pins() -> None:
    """Look once a process: an old application began with six digits, none of now does."""
    oldest = Application.objects.order_by("pk").values_list("long_pins", flat=True).first()
    if oldest is None or FIRST_PIN in oldest:
        _LONG_ONLY.set()


def opening_generation(application: Application | None, text: str) -> int | None:
    """Return the generation of the PIN that was typed, or None when it is neither of the two."""
    candidate = application or Application(pk=NOBODY)
    match = None
    for generation in (candidate.pin_generation, candidate.pin_offered):
        if references.same(_pin(candidate, generation), text) and application:
            match = generation
    return match


def _pin(application: Application, generation: int) -> str:
    """Return the PIN of a generation in its shape; making both takes as long for either."""
    keys: _Keys = {"record": application.pk, "generation": generation, "purpose": PURPOSE}
    key = pins.key_of(application.pin_key)
    long, short = references.derive_long_pin(key, **keys), references.derive_pin(key, **keys)
    return long if generation in application.long_pins else short


def email_code(application: Application) -> str:
    """Return the six digits that prove that a new address is read by its owner.

    Every letter that asks for a proof has digits of its own, so an old one proves nothing.
    """
    return _email_codes(application)[0]


def is_email_code(application: Application, code: str) -> bool:
    """Tell whether somebody typed the six digits that went to the new address."""
    codes = _email_codes(application)
    return any(references.same(ours, references.read_number(code)) for ours in codes)


def _email_codes(application: Application) -> list[str]:
    letters = application.letters.filter(kind="prove_email").order_by("-pk")
    letter = letters.values_list("pk", flat=True).first() or NOBODY
    about = (application.pk, application.email_pending, letter)
    secrets = keyring.workings("eta_email", *about, before=keyring.PIN)
    return [f"{int.from_bytes(secret[:8]) % 1_000_000:06d}" for secret in secrets]


def read_passport_number(text: str) -> str:
    """Return a passport number as the machine-readable zone has it: letters and digits only.

    >>> read_passport_number("ab 123-456 ")
    'AB123456'
    """
    return _NOT_IN_A_NUMBER.sub("", typed_text.compact(text[:100]))


def passport_key(number: str, issuer: str, *, version: int | None = None) -> bytes:
    """Return the keyed hash under which a passport is found, or the one of another key."""
    read = read_passport_number(number)
    return _identity("passport", issuer.upper()[:3], read, version=version)


def person_key(surname: str, given_names: str, born_on: date, *, version: int) -> bytes:
    """Return the keyed hash under which a person is found, whatever passport they hold."""
    letters = (names.letters(surname), names.letters(given_names))
    return _identity("person", *letters, born_on.isoformat(), version=version)


def person_words_key(surname: str, given_names: str, born_on: date, *, version: int) -> bytes:
    """Return the keyed hash under which a person is found, whichever name is the family's."""
    spelling = names.words(f"{surname} {given_names}")
    return _identity("person_words", spelling, born_on.isoformat(), version=version)


def carried(key: bytes, *, version: int) -> bytes:
    """Return what stands for a keyed hash under another key, where it cannot be derived again."""
    return _identity("carried", key.hex(), version=version)


def _identity(purpose: str, *parts: str, version: int | None) -> bytes:
    version = version or current.identity_shelves().lookup
    return references.derive(keyring.key(keyring.IDENTITY, version), purpose, *parts)
