"""Changes of reference data for tests."""

from datetime import datetime

from guichet.reference.models import ReferenceChange


def make_change(kind: str, *, now: datetime) -> ReferenceChange:
    """Return a change without rows, made by command."""
    return ReferenceChange.objects.create(kind=kind, at=now, actor="system", way="command")
