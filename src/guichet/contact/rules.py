"""Judgement about disclosure: which level a set of facts reaches, and what a level allows."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from guichet.kernel.obstacles import Obstacle

type Facts = AbstractSet[str]
REPRESENTATIVE = "representative"
CARRIER = "carrier"  # an airline, which asks by its own service and not by a client's facts
NAMED = "representative_name"  # the fact that a representative gives of themselves
LOWEST = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How much may be said: what it allows, and the sets of facts that are enough for it."""

    name: str
    allows: frozenset[str]
    ways: tuple[frozenset[str], ...]
    is_blind: bool = False  # reached whether or not the facts fit: nothing is told by it

    def asks_no_more_than(self, facts: Facts) -> bool:
        """Tell whether these facts are enough for it."""
        return any(way <= facts for way in self.ways)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The table: the levels in their order, and how far each role goes."""

    levels: tuple[Level, ...]
    most: Mapping[str, str]
    failed_sets: int
    hours: int
    channels: frozenset[str]  # where failed sets count
    locked: frozenset[str]  # the levels that then need one more fact
    needs: str

    def rank(self, name: str) -> int:
        """Return the place of a level among all, the lowest 0."""
        return [level.name for level in self.levels].index(name)

    @property
    def actions(self) -> Sequence[str]:
        """Return everything that some level allows, in the order of the levels."""
        return [action for level in self.levels for action in sorted(level.allows)]

    @property
    def facts(self) -> frozenset[str]:
        """Return every fact that some way asks for."""
        return frozenset[str]().union(*(way for level in self.levels for way in level.ways))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a caller gave, whether all of it fits one case, and how often others did not."""

    facts: Facts
    fits: bool
    failures: int = 0  # sets that did not fit this case, in the hours that count
    channel: str = "telephone"
    participant: str = "client"


def reached(table: Disclosure, roles: AbstractSet[str], proof: Proof) -> str:
    """Return the highest level that a proof reaches before somebody with these roles.

    A set of which one fact does not fit opens nothing, whatever the others say: what then is still
    sent goes to the address on file, blindly. Who speaks for another is named in the application.
    A carrier reaches nothing by what its passenger gave it.
    """
    if proof.participant == CARRIER:
        return LOWEST
    is_proven = proof.fits and (proof.participant != REPRESENTATIVE or NAMED in proof.facts)
    most = table.rank(highest(table, roles))
    levels = [
        level.name
        for rank, level in enumerate(table.levels)
        if rank <= most
        and level.asks_no_more_than(proof.facts)
        and (is_proven or level.is_blind)
        and not _is_locked(table, level.name, proof)
    ]
    return levels[-1] if levels else LOWEST


def asks_for_proof(table: Disclosure, facts: Facts) -> bool:
    """Tell whether a set is one that fits or fails, and not merely something to send by."""
    return any(not level.is_blind and level.asks_no_more_than(facts) for level in table.levels)


def highest(table: Disclosure, roles: AbstractSet[str]) -> str:
    """Return how far somebody with these roles can go at all."""
    ranks = [table.rank(level) for role, level in table.most.items() if role in roles]
    return table.levels[max(ranks, default=0)].name


def is_locked(table: Disclosure, *, failures: int, channel: str) -> bool:
    """Tell whether so many sets failed that a code alone goes on, whoever asks."""
    return failures >= table.failed_sets and channel in table.channels


def _is_locked(table: Disclosure, level: str, proof: Proof) -> bool:
    locked = is_locked(table, failures=proof.failures, channel=proof.channel)
    return locked and level in table.locked and table.needs not in proof.facts


def allows(table: Disclosure, roles: AbstractSet[str], level: str, action: str) -> bool:
    """Tell whether somebody with these roles may do something at a level that was reached."""
    if not any(role in table.most for role in roles):
        return False
    rank = min(table.rank(level), table.rank(highest(table, roles)))
    return any(action in row.allows for row in table.levels[: rank + 1])


def check_allowed(table: Disclosure, roles: AbstractSet[str], level: str, action: str) -> None:
    """Raise Obstacle for what is not to be said or done at this level."""
    if not allows(table, roles, level, action):
        raise Obstacle("not_disclosed", action=action)
