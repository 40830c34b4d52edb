"""The unguessable name of a place that is kept: derived and never stored."""

from guichet.kernel import keyring, references


def token_of(outcome: int) -> str:
    """Return what the address of a kept place ends with; short, for a text message."""
    return f"{outcome}-{keyring.working('kept', outcome).hex()[:16]}"


def outcome_of(token: str) -> int | None:
    """Return the outcome that a token names, or None where it was never given."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    return int(number) if references.same(token_of(int(number)), token) else None
