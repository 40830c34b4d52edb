"""The officers at some desks of a simulated day, in a process of their own.

They see what anybody sees at a desk and press what there is to press; what a colleague, a client or
a closure did meanwhile is an obstacle, and they go on with the next.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from guichet.counter.models import Serving, Ticket
from guichet.counter.queue import actions, undoing
from guichet.counter.simulation.plan import MINUTE
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit
from guichet.offices.models import Office

# How often, of all calls: nobody came at first, the officer slipped; and of all servings.
DEAF, SLIP, TRANSFER, RETURN = 0.04, 0.02, 0.04, 0.1
IDLE, CALLED, SERVING = "idle", "called", "serving"


@dataclass(slots=True)
class Desk:
    """A desk and whom its officer has: until when nothing is to be done there."""

    sign: str
    account: int  # of its officer
    doing: str = IDLE
    ticket: Ticket | None = None
    until: datetime | None = None
    is_heard: bool = True

    def take(self, ticket: Ticket, *, doing: str, until: datetime) -> None:
        """Go on with somebody until a moment."""
        self.ticket, self.doing, self.until = ticket, doing, until

    def free(self) -> None:
        """Have nobody."""
        self.ticket, self.doing, self.until = None, IDLE, None


@dataclass(kw_only=True)
class Officers:
    """Those of one process: its desks, and what came in the way."""

    office: Office
    desks: Sequence[Desk]
    signs: Sequence[str]  # of all desks of the office
    dice: Random
    obstacles: Counter[str] = field(default_factory=Counter)

    def work(self, minute: datetime, *, resting: Sequence[str]) -> int:
        """Do what is to be done at each desk in a minute; return how many have somebody."""
        for desk in self.desks:
            if desk.until is None and desk.sign in resting:
                continue
            if desk.until is None or desk.until <= minute:
                try:
                    self._do(desk, minute)
                except Obstacle as obstacle:
                    self.obstacles[obstacle.code] += 1
                    desk.free()
        return sum(desk.doing != IDLE for desk in self.desks)

    def _do(self, desk: Desk, minute: datetime) -> None:
        if desk.ticket is None:
            self._call(desk, minute)
        elif desk.doing == CALLED:
            self._meet(desk, desk.ticket, minute)
        else:
            self._end(desk, desk.ticket)

    def _call(self, desk: Desk, minute: datetime) -> None:
        ticket = actions.call_next(
            self.office, desk=desk.sign, officer=desk.account, now=clock.now()
        )
        if ticket is None:
            return
        desk.is_heard = self.dice.random() >= DEAF
        desk.take(ticket, doing=CALLED, until=minute + MINUTE)

    def _meet(self, desk: Desk, ticket: Ticket, minute: datetime) -> None:
        facts: dict[str, Any] = {"office": self.office, "now": clock.now()}
        if not desk.is_heard:
            actions.recall(ticket.pk, actor=audit.actor_of(desk.account), **facts)
            desk.is_heard, desk.until = True, minute + 2 * MINUTE
            return
        if self.dice.random() < SLIP:
            undoing.undo(ticket.pk, actor=audit.actor_of(desk.account), **facts)
            desk.free()
            return
        actions.start(ticket.pk, officer=desk.account, **facts)
        usual = ticket.service.duration_minutes
        minutes = max(1, round(usual * self.dice.triangular(0.4, 1.3, 0.8)))
        desk.take(ticket, doing=SERVING, until=minute + minutes * MINUTE)

    def _end(self, desk: Desk, ticket: Ticket) -> None:
        facts: dict[str, Any] = {"office": self.office, "now": clock.now()}
        desk.free()
        others = [sign for sign in self.signs if sign != desk.sign]
        if others and not ticket.for_desk and self.dice.random() < TRANSFER:
            actor, to = audit.actor_of(desk.account), self.dice.choice(others)
            actions.transfer(ticket.pk, desk=to, actor=actor, **facts)
            return
        outcome = (
            Serving.Outcome.TO_RETURN if self.dice.random() < RETURN else Serving.Outcome.SERVED
        )
        actions.finish(ticket.pk, outcome=outcome, officer=desk.account, **facts)
