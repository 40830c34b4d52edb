"""A decision that explains itself is kept with its explanation, and its letter is sent."""

from collections.abc import Sequence
from datetime import datetime

from guichet.applications.form.answers import letter_language
from guichet.applications.letters import send as letters
from guichet.applications.models import Application, Decision
from guichet.applications.reasons.explanation import Explanation


def decision_of(
    application: Application,
    kind: str,
    why: Explanation,
    *,
    officer: int,
    internal: Sequence[str],
    now: datetime,
) -> Decision:
    """Keep a decision with its explanation; its words are in its language, or the letters'."""
    return application.decisions.create(
        kind=kind,
        officer_id=officer,
        public_reasons=why.kinds,
        internal_reasons=list(internal),
        grounds=why.as_stored(),
        words=why.words,
        language=why.language
        or letter_language(application.answers, language=application.language),
        at=now,
    )


def send(decision: Decision, *, now: datetime) -> None:
    """Write the letter of a decision that explains itself."""
    letters.send(
        decision.application,
        decision.kind,
        cause=decision.pk,
        now=now,
        reasons=decision.public_reasons,
        decision=decision.pk,
    )
