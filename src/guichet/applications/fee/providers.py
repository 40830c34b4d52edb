"""Who takes the fee: an interface, found by a setting, and a provider for tests.

A provider is a class of five things: its name, how a payment begins, where the client goes to pay,
how to read what it reports, and how to give money back. PAYMENT_PROVIDER is `test`, a dotted path,
or nothing.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from guichet.environment import complain, stop
from guichet.kernel.obstacles import Obstacle

TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a provider says of a payment. It may say so late, twice, and in any order."""

    reference: str
    paid: bool
    cents: int = 0
    currency: str = ""
    failure: str = ""


class Provider(Protocol):
    """What a plug-in for payments is able to do."""

    name: str

    def begin(self, *, cents: int, currency: str, key: str) -> str:
        """Open a payment and return the provider's reference; `key` makes a repeat harmless."""
        ...

    def address(self, reference: str, *, return_to: str) -> str:
        """Return where the client pays, and comes back from to `return_to`."""
        ...

    def read(self, body: bytes, headers: Mapping[str, str]) -> Report:
        """Return what a message of the provider says, or raise Obstacle when it is not genuine."""
        ...

    def refund(self, reference: str, *, key: str) -> None:
        """Give back all that was taken, or raise Obstacle; `key` makes a repeat harmless."""
        ...


class TestProvider:
    """Takes no money: the client chooses what becomes of the payment. On loopback only."""

    name = TEST
    __test__ = False  # no test of pytest's

    def __init__(self) -> None:
        if settings.PRODUCTION or not settings.LOOPBACK:
            stop("PAYMENT_PROVIDER=test takes no money and works on the loopback address only.")

    def begin(self, *, cents: int, currency: str, key: str) -> str:
        """Return a reference nobody can guess."""
        return f"test-{secrets.token_urlsafe(18)}"

    def address(self, reference: str, *, return_to: str) -> str:
        """Return the page on which the outcome is chosen: our own."""
        return f"{return_to}?payment={reference}"

    def read(self, body: bytes, headers: Mapping[str, str]) -> Report:
        """Refuse: what the test provider reports comes from our own page."""
        raise Obstacle("not_allowed")

    def refund(self, reference: str, *, key: str) -> None:
        """Give nothing back: nothing was taken."""


def check_settings() -> None:
    """Stop the start with a sentence where PAYMENT_PROVIDER names nothing that can be used."""
    setting = settings.PAYMENT_PROVIDER
    if not setting or setting == TEST:
        return
    try:
        import_string(setting)
    except ImportError as error:
        complain(f"PAYMENT_PROVIDER is {setting!r}, which cannot be imported: {error}.")


@cache
def provider() -> Provider:
    """Return the provider of this site, or raise Obstacle when payments are not set up."""
    setting = settings.PAYMENT_PROVIDER
    if not setting:
        raise Obstacle("payment_unavailable")
    if setting == TEST:
        return TestProvider()
    taker: Provider = import_string(setting)()
    return taker
