"""Reads of what was put right: what would become of a change, and all that was changed so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guichet.applications.changes.groups import groups
from guichet.applications.changes.rules import ChangeOutcome, Why, may_tell, outcome
from guichet.applications.letters.send import version_of
from guichet.applications.models import Application, Version
from guichet.applications.queries import has_valid_authorization
from guichet.kernel.obstacles import Obstacle


def outcomes_of(
    application: Application, why: Why, fields: Mapping[str, Any]
) -> dict[str, ChangeOutcome]:
    """Return what becomes of a change of each of these fields, before anybody confirms it."""
    group_by_field, valid = groups(), has_valid_authorization(application)
    unknown = [field for field in fields if field not in group_by_field]
    if unknown:
        raise Obstacle("invalid", errors=dict.fromkeys(unknown, "unknown_field"))
    return {
        field: outcome(
            why,
            group_by_field[field],
            state=application.state,
            valid=valid,
            empty=not application.answers.get(field),
        )
        for field in fields
    }


def may_write_to_officer(application: Application) -> bool:
    """Tell whether an officer still reads what the owner writes unasked."""
    return may_tell(state=application.state, valid=has_valid_authorization(application))


_KEPT = (Version.Cause.SENT, Version.Cause.CORRECTED, Version.Cause.ASKED)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the answers: what they said before and after, and what became of it.

    `kind`: corrected; or asked of an officer, who has agreed since, declined, or not looked yet.
    """

    at: datetime
    kind: str  # corrected, asked, declined, waits
    fields: tuple[str, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reasons: tuple[str, ...] = ()


def changes_of(application: Application) -> list[Change]:
    """Return every change since the application was sent, the newest first; both versions stay."""
    waiting = application.tasks.filter(kind="correction", done_at=None)
    waits = {task.facts["version"] for task in waiting}
    declined = {
        version_of(letter): tuple(letter.facts["reasons"])
        for letter in application.letters.filter(kind="correction_declined")
    }
    changes: list[Change] = []
    before: Mapping[str, Any] = {}
    for version in application.versions.filter(cause__in=_KEPT).order_by("pk"):
        if version.cause != Version.Cause.SENT:
            reasons = declined.get(version.pk, ())
            kind = "waits" if version.pk in waits else "declined" if reasons else version.cause
            fields = tuple(version.changed)
            changes.append(Change(version.at, kind, fields, before, version.answers, reasons))
        if version.cause != Version.Cause.ASKED:
            before = version.answers
    return changes[::-1]
