"""A number and its PIN by HTTP Basic: what opens one record to a program."""

import base64
import binascii
import unicodedata
from abc import abstractmethod

from django.http import HttpRequest
from ninja.security.base import AuthBase

from guichet.kernel import references
from guichet.kernel.obstacles import Obstacle

LONGEST_NUMBER = 40  # of what is looked up; our numbers are shorter


class NumberAndPin(AuthBase):
    """The number as user, the PIN as password; the number is also in the path.

    A call without credentials is answered like one with wrong ones, but it is not counted as a
    guess: many programs ask once without before they send them.
    """

    openapi_type = "http"
    openapi_scheme = "basic"

    def __call__(self, request: HttpRequest) -> object:
        """Return what the credentials open, or raise Obstacle."""
        pair = _read(request.headers.get("Authorization", ""))
        if pair is None:
            raise Obstacle("wrong_credentials")
        assert request.resolver_match is not None
        number = read_typed(request.resolver_match.kwargs["number"])
        user, pin = map(read_typed, pair)
        # Another's pair is a wrong guess at this number.
        return self.open(request, number, pin if user == number else "")

    @abstractmethod
    def open(self, request: HttpRequest, number: str, pin: str) -> object:
        """Return what a number and a PIN open, or raise Obstacle."""


def read_typed(typed: str) -> str:
    """Return a number or PIN without spaces, hyphens and case, its digits as 0 to 9.

    >>> read_typed("234-567 89q"), read_typed("١٢٣ ٤٥٦")
    ('23456789Q', '123456')
    """
    bare = references.read_number(typed[:1000]).replace("\x00", "")
    return "".join(str(unicodedata.decimal(character, character)) for character in bare)[
        :LONGEST_NUMBER
    ]


def _read(header: str) -> tuple[str, str] | None:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    user, colon, password = pair.partition(":")
    return (user, password) if colon else None
