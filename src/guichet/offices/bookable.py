"""How long what one can book is: a room above knows the times that are made, and hands it in."""

from collections.abc import Callable, Mapping

MINUTES: list[Callable[[str], Mapping[str, int]]] = []


def minutes_at(office: str) -> Mapping[str, int]:
    """Return minutes by service at an office; a service that has no times yet is not in it."""
    return {code: minutes for of in MINUTES for code, minutes in of(office).items()}
