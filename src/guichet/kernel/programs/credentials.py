"""A number and its PIN by HTTP Basic: what opens one record to a program."""

import base64
import binascii
from abc import abstractmethod

from django.http import HttpRequest
from ninja.security.base import AuthBase

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.references import read_number


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
        number = read_number(request.resolver_match.kwargs["number"])
        user, pin = map(read_number, pair)
        if user == number:
            return self.open(request, number, pin)
        try:  # another's pair is a wrong guess at this number
            return self.open(request, number, "")
        except Obstacle as obstacle:
            code = "wrong_credentials" if obstacle.code == "mistyped_number" else obstacle.code
            raise Obstacle(code, **obstacle.facts) from None

    @abstractmethod
    def open(self, request: HttpRequest, number: str, pin: str) -> object:
        """Return what a number and a PIN open, or raise Obstacle."""


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
