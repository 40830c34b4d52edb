"""For whom copies are enciphered, as BACKUP_RECIPIENT says: public keys of age or GnuPG, or nobody.

Only the public key is on the machine that makes copies: whoever takes its disk reads none of them.
"""

import re
from dataclasses import dataclass
from typing import Literal

AGE_KEY = re.compile(r"age1[0-9a-z]{40,}")
FINGERPRINT = re.compile(r"[0-9A-F]{40,64}")
SHAPE = (
    "BACKUP_RECIPIENT is {value!r}; it takes public keys of age (age1…) with commas between,"
    " gpg:FINGERPRINT, or none:"
)

Program = Literal["age", "gpg", "none"]


class RecipientError(ValueError):
    """A recipient cannot be right; the message is a sentence."""


@dataclass(frozen=True)
class Recipients:
    """Whose private key opens a copy; of the program `none` it lies in clear."""

    program: Program
    keys: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        return "" if self.program == "none" else f".{self.program}"

    def __str__(self) -> str:
        return ", ".join(self.keys)


IN_CLEAR = Recipients("none")


def read(setting: str) -> Recipients:
    """Return for whom copies are enciphered; raise RecipientError where it cannot be right.

    >>> read("gpg:0A1B 2C3D 4E5F 6071 8293 A4B5 C6D7 E8F9 0A1B 2C3D").keys
    ('0A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D',)
    """
    if setting in {"", "none:"}:
        return IN_CLEAR
    is_gpg = setting.startswith("gpg:")
    words = setting.removeprefix("gpg:").split(",")
    keys = tuple("".join(word.split()) for word in words)
    if is_gpg:
        keys = tuple(key.upper().removeprefix("0X") for key in keys)
    shape = FINGERPRINT if is_gpg else AGE_KEY
    if not all(shape.fullmatch(key) for key in keys):
        quotation = setting if not setting.startswith("AGE-SECRET-KEY-") else "a private key"
        raise RecipientError(SHAPE.format(value=quotation))
    return Recipients("gpg" if is_gpg else "age", keys)
