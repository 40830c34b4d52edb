"""The key of a program as the API asks for it.

Apart from the keys themselves: the worker reads those, and never needs what answers the API.
"""

from django.http import HttpRequest
from ninja.security.base import AuthBase

from guichet.kernel.models import ProgramKey
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs import keys

_SCHEME = "bearer"


class Bearer(AuthBase):
    """The key of a program of one kind, as a bearer token; `request.auth` is its ProgramKey."""

    openapi_type = "http"
    openapi_scheme = _SCHEME

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def __call__(self, request: HttpRequest) -> ProgramKey:
        """Return whose call it is, or raise Obstacle("wrong_token")."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        key = None
        if scheme.lower() == _SCHEME and token:
            key = keys.of_bearer(self.kind, token.strip())
        if key is None:
            raise Obstacle("wrong_token")
        return key
