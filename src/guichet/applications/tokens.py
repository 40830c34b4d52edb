"""What is derived from keys and never stored: PINs, one-time codes, the keys of a look-up."""

import re
from datetime import date

from django.conf import settings

from guichet.applications.models import Application
from guichet.kernel import names, references, typed_text

NOBODY = 0  # the record for which a PIN is derived when a number is unknown: the work is the same
PURPOSE = "eta_pin"
FIRST_PIN = 1
_NOT_IN_A_NUMBER = re.compile(r"[^0-9A-Z]")


def pin_of(application: Application) -> str:
    """Return the newest PIN of an application."""
    return _pin(application.pk, application.pin_offered)


def first_pin(application: int) -> str:
    """Return the PIN that an application began with, also when the call is repeated."""
    return _pin(application, FIRST_PIN)


def opening_generation(application: Application | None, typed: str) -> int | None:
    """Return the generation of the PIN that was typed, or None when it is neither of the two."""
    record = application.pk if application else NOBODY
    pair = (application.pin_generation, application.pin_offered) if application else (1, 1)
    opened = None
    for generation in pair:
        if references.same(_pin(record, generation), typed) and application:
            opened = generation
    return opened


def _pin(record: int, generation: int) -> str:
    return references.derive_pin(
        settings.PIN_KEY, record=record, generation=generation, purpose=PURPOSE
    )


def email_code(application: Application) -> str:
    """Return the six digits that prove that a new address is read by its owner.

    Every letter that asks for a proof has digits of its own, so an old one proves nothing.
    """
    asked = application.letters.filter(kind="prove_email").order_by("-pk")
    letter = asked.values_list("pk", flat=True).first() or NOBODY
    secret = references.derive(
        settings.PIN_KEY, "eta_email", application.pk, application.email_pending, letter
    )
    return f"{int.from_bytes(secret[:8]) % 1_000_000:06d}"


def read_passport_number(typed: str) -> str:
    """Return a passport number as the machine-readable zone has it: letters and digits only.

    >>> read_passport_number("ab 123-456 ")
    'AB123456'
    """
    return _NOT_IN_A_NUMBER.sub("", typed_text.compact(typed[:100]))


def passport_key(number: str, issuer: str) -> bytes:
    """Return the keyed hash under which a passport is found."""
    read = read_passport_number(number)
    return references.derive(settings.IDENTITY_KEY, "passport", issuer.upper()[:3], read)


def person_key(surname: str, given_names: str, born_on: date) -> bytes:
    """Return the keyed hash under which a person is found, whatever passport they hold."""
    return references.derive(
        settings.IDENTITY_KEY,
        "person",
        names.letters(surname),
        names.letters(given_names),
        born_on.isoformat(),
    )


def person_words_key(surname: str, given_names: str, born_on: date) -> bytes:
    """Return the keyed hash under which a person is found, whichever name is the family's."""
    spelling = names.words(f"{surname} {given_names}")
    return references.derive(settings.IDENTITY_KEY, "person_words", spelling, born_on.isoformat())
