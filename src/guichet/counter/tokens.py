"""The unguessable name of a ticket: derived and never stored; it opens nothing after its day."""

from guichet.kernel import keyring, references


def token_of(ticket: int) -> str:
    """Return what the address of a ticket's page ends with."""
    return f"{ticket}-{keyring.working('ticket', ticket).hex()[:32]}"


def ticket_of(token: str) -> int | None:
    """Return the ticket that a token names, or None where it was never given."""
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    return int(number) if references.same(token_of(int(number)), token) else None
