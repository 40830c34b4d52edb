"""Who did what to which record, and when; nothing personal is written here."""

from datetime import datetime

from guichet.kernel.models import AuditEntry


def write(
    verb: str, record_type: str, record: int, *, actor: str, now: datetime, **facts: object
) -> None:
    """Add a line to the record, in the transaction of what it tells."""
    AuditEntry.objects.create(
        at=now, actor=actor, verb=verb, record_type=record_type, record=record, facts=facts
    )


def actor_of(account: int | None) -> str:
    """Return how the record calls an account of staff; without one, the site itself acted."""
    return f"staff:{account}" if account else "system"
