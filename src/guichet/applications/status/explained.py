"""Why it was decided so, for who has number and PIN: the law, the facts, the officer's words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from guichet.applications.models import Application, Decision, Reconsideration
from guichet.applications.public_status import PublicStanding
from guichet.applications.queries import last_decision
from guichet.applications.reasons import facts
from guichet.applications.reasons.facts import Fact, ShownGround
from guichet.web.formats.countries import language_name
from guichet.web.languages import ALL

EXPLAINED = {"not_approved", "no_longer_valid"}  # a refusal, a cancellation


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficersWords:
    """What an officer wrote, a paragraph a line, in the language it is in, with its name."""

    lines: Sequence[str]
    language: str
    direction: str
    language_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(OfficersWords):
    """A decision as its person reads it."""

    grounds: Sequence[ShownGround]

    @property
    def facts(self) -> list[Fact]:
        """Return every fact on which it rests, each once."""
        return list({fact.key: fact for ground in self.grounds for fact in ground.facts}.values())


def explained(decision: Decision | None, language: str) -> Explained | None:
    """Return how a decision explains itself; None where it does not, as those of before."""
    if decision is None or not decision.grounds:
        return None
    return Explained(
        grounds=facts.shown(decision, language),
        **asdict(words_of(decision, language)),
    )


def words_of(decision: Decision | Reconsideration, language: str) -> OfficersWords:
    """Return what an officer wrote of a decision, or of a refusal that stands."""
    return OfficersWords(
        lines=[line.strip() for line in decision.words.splitlines() if line.strip()],
        language=decision.language,
        direction=ALL[decision.language].direction,
        language_name=language_name(decision.language, language),
    )


def of_standing(
    application: Application, standing: PublicStanding, language: str
) -> Explained | None:
    """Return the explanation of the decision that stands, if it has one."""
    return explained(decision_that_stands(application, standing), language)


def decision_that_stands(application: Application, standing: PublicStanding) -> Decision | None:
    """Return the refusal or the cancellation that the public status tells of."""
    if standing.status.code not in EXPLAINED or not standing.reasons:
        return None
    return last_decision(application)
