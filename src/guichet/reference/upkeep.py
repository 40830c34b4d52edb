"""Forget drafts that nobody confirmed, and changes that are older than the record is kept."""

from datetime import datetime

from guichet.booking.upkeep import AUDIT_KEPT
from guichet.kernel.database import forgetting
from guichet.reference.models import ReferenceChange, ReferenceDraft
from guichet.reference.queries import DRAFTS_KEPT


def forget(*, now: datetime) -> int:
    """Erase both; return how many."""
    drafts = ReferenceDraft.objects.filter(made_at__lt=now - DRAFTS_KEPT)
    changes = ReferenceChange.objects.filter(at__lt=now - AUDIT_KEPT)
    return forgetting.erase(drafts) + forgetting.erase(changes)
