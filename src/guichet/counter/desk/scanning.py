"""What a desk types or scans for an appointment, read as its number.

A scanner that pretends to be a keyboard sends keys, not letters: where it is set to another
keyboard than the computer, every sign comes out as what that key has on the other one. The code of
a notice begins with words that nothing else begins with, so the mistake shows and is taken back.
"""

from guichet.booking.notice.codes import PREFIX
from guichet.kernel.references import read_number

# What each key has on a French keyboard (AZERTY), in the order in which an American one has
# ABC…Z, 0123456789 and the colon: capitals with shift, digits without it.
_LETTERS, _DIGITS, _COLON = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", ":"
_KEYS = _LETTERS + _DIGITS + _COLON
_ON_FRENCH = "QBCDEFGHIJKL?NOPARSTUVZXYW" + "à&é\"'(-è_ç" + "M"
_ON_AMERICAN = "QBCDEFGHIJKL:NOPARSTUVZXYW" + ")!@#$%^&*(" + "."
_SWAPPED = [str.maketrans(signs, _KEYS) for signs in (_ON_FRENCH, _ON_AMERICAN)]


def number_in(text: str) -> str:
    """Return the confirmation number in what was scanned or typed, without signs between.

    >>> number_in("GUICHET:1:AB2C3D4E5"), number_in("ab2-c3d-4e5")
    ('AB2C3D4E5', 'AB2C3D4E5')
    >>> number_in("GUICHETM&MQBéC\\"D'E(")
    'AB2C3D4E5'

    A page that was still coming when somebody scanned has lost the first signs.

    >>> number_in("CHET:1:AB2C3D4E5")
    'AB2C3D4E5'
    """
    scan = text.strip()
    for candidate in (scan, *(scan.translate(table) for table in _SWAPPED)):
        head, _mark, number = candidate.rpartition(_COLON)
        if head and PREFIX.endswith(f"{head.upper()}{_COLON}"):
            return read_number(number)
    return read_number(scan)
