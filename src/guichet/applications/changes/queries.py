"""Reads of what was put right: what would become of a change, and all that was changed so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guichet.applications import queries
from guichet.applications.answers import groups
from guichet.applications.changes.rules import Outcome, Why, may_tell, outcome
from guichet.applications.models import Application, Version
from guichet.kernel.obstacles import Obstacle


def outcomes_of(
    application: Application, why: Why, fields: Mapping[str, Any]
) -> dict[str, Outcome]:
    """Return what becomes of a change of each of these fields, before anybody confirms it."""
    known, valid = groups(), has_valid_authorization(application)
    unknown = [field for field in fields if field not in known]
    if unknown:
        raise Obstacle("invalid", errors=dict.fromkeys(unknown, "unknown_field"))
    return {
        field: outcome(
            why,
            known[field],
            state=application.state,
            valid=valid,
            empty=not application.answers.get(field),
        )
        for field in fields
    }


def has_valid_authorization(application: Application) -> bool:
    """Tell whether an application gave an authorization that nothing has ended."""
    authorization = queries.authorization_of(application)
    return authorization is not None and authorization.ended_at is None


def may_write_to_officer(application: Application) -> bool:
    """Tell whether an officer still reads what the owner writes unasked."""
    return may_tell(state=application.state, valid=has_valid_authorization(application))


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the answers: what they said before and after; `waits` for an officer."""

    at: datetime
    kind: str
    fields: tuple[str, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    waits: bool = False


def changes_of(application: Application) -> list[Change]:
    """Return every change since the application was sent, the newest first; both versions stay."""
    waiting = application.tasks.filter(kind="correction", done_at=None)
    waits = {task.facts["version"] for task in waiting}
    causes = (Version.Cause.SENT, Version.Cause.CORRECTED, Version.Cause.ASKED)
    found: list[Change] = []
    known: Mapping[str, Any] = {}
    for version in application.versions.filter(cause__in=causes).order_by("pk"):
        fields = tuple(version.changed)
        if version.cause == Version.Cause.SENT:
            known = version.answers
            continue
        found.append(
            Change(version.at, version.cause, fields, known, version.answers, version.pk in waits)
        )
        if version.cause == Version.Cause.CORRECTED:
            known = version.answers
    return found[::-1]
