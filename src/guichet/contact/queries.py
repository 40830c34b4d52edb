"""Reads worth a name: what failed of late for a case, and how far a contact has come."""

from datetime import datetime, timedelta

from guichet.contact.disclosure import table
from guichet.contact.models import IdentityCheck


def failures(subject: str, *, now: datetime) -> int:
    """Return how many sets did not fit a case in the hours that count, whoever typed them."""
    since = now - timedelta(hours=table().hours)
    return IdentityCheck.objects.filter(subject=subject, failed=True, checked_at__gt=since).count()


def best_check(interaction: int, application: int) -> IdentityCheck | None:
    """Return the check of a contact that went furthest for a case; None where none fits."""
    checks = IdentityCheck.objects.filter(
        interaction=interaction, application_id=application, fits=True
    )
    ranked = sorted(checks, key=lambda check: (table().rank(check.level), check.pk))
    return ranked[-1] if ranked else None
