"""Judgement about a contact at the desk: with what it ends, and what has to be written down."""

from guichet.kernel.obstacles import Obstacle

CHANNELS = ("telephone", "in_person")
# In what a contact ends: what came of it, in the order of the list.
OUTCOMES = (
    "answered",
    "sent",
    "question_opened",
    "call_back",
    "escalated",
    "not_proven",
    "elsewhere",
    "cut_off",
    "nobody_there",
)
NOTHING_TOLD = frozenset({"cut_off", "nobody_there"})
# Who speaks, and who takes part because of that: an interpreter speaks for a client.
SPEAKERS = {
    "client": ("client",),
    "representative": ("representative",),
    "carrier": ("carrier",),
    "interpreter": ("client", "interpreter"),
}


def check_end(outcome: str, words: str, *, has_told: bool) -> None:
    """Raise Obstacle for a contact that would end without what came of it, or what was told."""
    if outcome not in OUTCOMES:
        raise Obstacle("invalid", errors={"outcome": "required"})
    if outcome not in NOTHING_TOLD and not has_told and not words.strip():
        raise Obstacle("invalid", errors={"told": "required"})
