"""Who did what to which record, and when; nothing personal is written here."""

from collections.abc import Iterable
from datetime import datetime

from guichet.kernel.models import AuditEntry

AT_ONCE = 1000


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


def write_all(
    verb: str, record_type: str, facts: Iterable[dict[str, object]], *, actor: str, now: datetime
) -> None:
    """Add a line for each of some facts, about records that have no number of their own."""
    AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                at=now, actor=actor, verb=verb, record_type=record_type, record=0, facts=each
            )
            for each in facts
        ),
        batch_size=AT_ONCE,
    )
