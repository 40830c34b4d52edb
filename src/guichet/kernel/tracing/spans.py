"""What the site calls to have a span: a piece of work with a name, a beginning and an end.

Where no traces are sent this is a look at one variable.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

Facts = Mapping[str, str | int]
REQUEST, JOB, STATEMENT, WORK = "server", "consumer", "client", "internal"  # kinds of work


class Span(Protocol):
    """A piece of work that is under way."""

    def name(self, name: str, facts: Facts) -> None:
        """Give it the name that is known only now, and facts; never a value of anybody."""

    def fail(self, reason: str) -> None:
        """Mark it as failed, for a reason that quotes nothing."""


class Sender(Protocol):
    """What makes spans and sends them."""

    def span(
        self, name: str, facts: Facts, *, kind: str, parent: str, seconds_ago: float
    ) -> AbstractContextManager[Span]:
        """Begin a span, as the child of a traceparent or of what is under way here."""

    def is_under_way(self) -> bool:
        """Tell whether there is a span here whose parts somebody wants to see."""

    def traceparent(self) -> str:
        """Return what is under way here as W3C writes it; empty where nothing is."""


class _Nothing:
    def name(self, name: str, facts: Facts) -> None:
        pass

    def fail(self, reason: str) -> None:
        pass


_NOTHING: Span = _Nothing()
sender: Sender | None = None  # one a process


def span(
    name: str,
    facts: Facts | None = None,
    *,
    kind: str = WORK,
    parent: str = "",
    seconds_ago: float = 0.0,
) -> AbstractContextManager[Span]:
    """Have a span while the body runs; its error, if it raises, is told by its class alone."""
    if sender is None:
        return nullcontext(_NOTHING)
    return sender.span(name, facts or {}, kind=kind, parent=parent, seconds_ago=seconds_ago)


def is_under_way() -> bool:
    """Tell whether something is under way here whose parts somebody wants to see."""
    return sender is not None and sender.is_under_way()


def traceparent() -> str | None:
    """Return what is under way, for a record by which others go on with it; None without traces."""
    return (sender.traceparent() or None) if sender else None
