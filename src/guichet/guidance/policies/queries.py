"""Reads of policies: what is published on a day, every version of one, what is being written."""

from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from guichet.guidance.models import PolicyDraft, PolicyVersion
from guichet.guidance.policies import rules


def versions_by_policy() -> dict[str, list[PolicyVersion]]:
    """Return every version of each policy of a programme that is on, the newest first."""
    grouped: dict[str, list[PolicyVersion]] = {}
    for version in PolicyVersion.objects.order_by("policy", "-number"):
        if not version.programme or settings.AGENCY.has(version.programme):
            grouped.setdefault(version.policy, []).append(version)
    return grouped


def versions(policy: str) -> list[PolicyVersion]:
    """Return every version of a policy, the newest first; none where its programme is off."""
    rows = PolicyVersion.objects.filter(policy=policy).order_by("-number")
    return [row for row in rows if not row.programme or settings.AGENCY.has(row.programme)]


def published(*, today: date) -> list[PolicyVersion]:
    """Return what is published of each policy on a day, the newest first."""
    current = (rules.published(rows, today=today) for rows in versions_by_policy().values())
    return sorted(filter(None, current), key=lambda row: (row.since, row.pk), reverse=True)


def open_drafts() -> QuerySet[PolicyDraft]:
    """Return what is being written or waits for another person."""
    return PolicyDraft.objects.filter(state__in=["draft", "waiting"])


def open_draft(policy: str) -> PolicyDraft | None:
    """Return the draft of a policy, if there is one."""
    return open_drafts().filter(policy=policy).first()


def approved_as(policy: str, revision: int, *, by: str) -> PolicyVersion | None:
    """Return the version that somebody made of a draft last, if it was this one; None else."""
    latest = PolicyDraft.objects.filter(policy=policy).order_by("pk").last()
    state = PolicyDraft.State.APPROVED
    if latest is None or (latest.state, latest.revision, latest.decided_by) != (
        state,
        revision,
        by,
    ):
        return None
    return PolicyVersion.objects.filter(policy=policy).order_by("number").last()
