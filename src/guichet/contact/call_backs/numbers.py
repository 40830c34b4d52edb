"""Telephone numbers of people who are called back: read, compared and shown, never in the clear."""

from collections.abc import Sequence

import phonenumbers
from phonenumbers import PhoneNumberType

from guichet.kernel import keyring
from guichet.kernel.reading import phones

_NO_TEXTS = {PhoneNumberType.FIXED_LINE, PhoneNumberType.PAGER, PhoneNumberType.VOICEMAIL}


def phone_key(number: str) -> bytes:
    """Return the keyed hash under which a number is compared, the same as that of bookings."""
    return keyring.working("phone", number)


def read(text: str, *, regions: Sequence[str] = ()) -> str:
    """Return a number as E.164, or raise Obstacle; an extension cannot be called back."""
    phone = phones.read(text, regions=regions)
    return phone.number


def masked(number: str) -> str:
    """Return enough of a number to know it again.

    >>> masked("+12125550142"), masked("")
    ('•••• 42', '')
    """
    return f"•••• {number[-2:]}" if number else ""


def takes_texts(number: str) -> bool:
    """Tell whether a text may arrive: a number that is certainly of a fixed line takes none.

    >>> takes_texts("+33612345678"), takes_texts("+33142345678")
    (True, False)
    """
    return phonenumbers.number_type(phonenumbers.parse(number)) not in _NO_TEXTS
