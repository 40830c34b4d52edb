"""Which administrators had an account in their hands: made it, gave it a role, let it start anew.

Whoever does that can sign in as the account. So two accounts that went through the same hands are
not two officers, for a while.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from guichet.kernel.models import AuditEntry

_TOUCHED = Q(record_type="account", verb__in=["started_anew", "roles_changed"]) | Q(
    record_type="user", verb="added"
)


def hands_on(accounts: Iterable[int | None], *, since: datetime | None = None) -> set[str]:
    """Return who had these accounts in their hands, as the record calls them: `staff:7`."""
    lines = AuditEntry.objects.filter(_TOUCHED, record__in=[pk for pk in accounts if pk])
    if since:
        lines = lines.filter(at__gte=since)
    return set(lines.filter(actor__startswith="staff:").values_list("actor", flat=True).distinct())
