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


def opened(interaction: int) -> list[IdentityCheck]:
    """Return the check that went furthest for each case that a contact has opened."""
    rows = IdentityCheck.objects.filter(interaction=interaction, fits=True)
    best: dict[int, IdentityCheck] = {}
    for check in rows.exclude(application=None).select_related("application").order_by("pk"):
        pk, rank = check.application_id or 0, table().rank(check.level)
        if not table().levels[rank].is_blind and rank >= _rank_of(best.get(pk)):
            best[pk] = check
    return list(best.values())


def _rank_of(check: IdentityCheck | None) -> int:
    return table().rank(check.level) if check else 0


def last_check(interaction: int) -> IdentityCheck | None:
    """Return what was last compared in a contact; None where nothing was yet."""
    checks = IdentityCheck.objects.filter(interaction=interaction).select_related("application")
    return checks.order_by("-pk").first()
