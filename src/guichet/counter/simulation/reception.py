"""The reception of a simulated day: who comes is let in, who does not is noted, who goes may go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from guichet.booking import actions as booking
from guichet.booking import queries as appointments
from guichet.booking.attendance import actions as attendance
from guichet.counter.models import Ticket
from guichet.counter.queue import actions, arrivals, public, wishes
from guichet.counter.queue.arrivals import Arrival
from guichet.counter.simulation import closing
from guichet.counter.simulation.day import Day
from guichet.counter.simulation.plan import MINUTE, Person
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

MISSED_AFTER = 30 * MINUTE  # an appointment's time, when the reception notes that nobody came
GRACE = 15 * MINUTE


@dataclass(kw_only=True)
class Reception:
    """What is still to come, and what people at the office mean to do, by their tickets."""

    day: Day
    account: int
    people: Iterable[Person]
    closes_at: datetime | None = None  # by a sudden closure
    is_closed: bool = False
    _coming: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Put all that is to come in the order of its time."""
        for person in self.people:
            self._expect(person)
        if self.closes_at:
            self._coming.append((self.closes_at, -1, self._close))
        self._coming.sort(key=lambda event: event[:2], reverse=True)

    @property
    def starts_at(self) -> datetime:
        """Return when the day begins: with its first event."""
        return min(self._coming[-1][0], self.day.hours.opens_at)

    @property
    def is_over(self) -> bool:
        """Tell whether nobody is expected any more."""
        return not self._coming

    @property
    def actor(self) -> str:
        return audit.actor_of(self.account)

    def work(self, minute: datetime) -> int:
        """Do what comes within a minute, in its order; return how many events that were."""
        count = 0
        while self._coming and self._coming[-1][0] < minute + MINUTE:
            _, _, event = self._coming.pop()
            event()
            count += 1
        return count

    def turn_away_all(self) -> int:
        """Turn away everybody who is not being served; return how many."""
        return closing.turn_away(self.day.office, actor=self.actor)

    def _expect(self, person: Person) -> None:
        number = len(self._coming)
        if person.cancels_at:
            self._coming.append((person.cancels_at, number, lambda: self._cancel(person)))
        if person.starts_at and not person.cancels_at:
            missed_at = person.starts_at + MISSED_AFTER
            self._coming.append((missed_at, number, lambda: self._miss(person)))
        if person.arrives_at:
            self._coming.append((person.arrives_at, number, lambda: self._receive(person)))

    def _later(self, delay: timedelta, event: Callable[[], None]) -> None:
        self._coming.append((clock.now() + delay, len(self._coming), event))
        self._coming.sort(key=lambda event: event[:2], reverse=True)

    def _close(self) -> None:
        """Close the office; half of those who are told take the place that is kept for them."""
        self.is_closed = True
        outcomes = closing.close(
            self.day.office,
            starts_at=clock.now(),
            ends_at=self.day.hours.closes_at,
            actor=self.actor,
        )
        for outcome in outcomes[::2]:
            self._later((10 + outcome.pk % 50) * MINUTE, partial(closing.take, outcome.pk))
        self.turn_away_all()

    def _cancel(self, person: Person) -> None:
        booking.cancel(appointments.appointment(person.appointment or 0), now=clock.now())

    def _miss(self, person: Person) -> None:
        """Note that somebody is not there; whom the closure has hit was not to come."""
        appointment = appointments.appointment(person.appointment or 0)
        if appointment.status == "booked" and not closing.is_hit(appointment, self.day):
            attendance.miss(appointment.pk, grace=GRACE, actor=self.actor, now=clock.now())

    def _receive(self, person: Person) -> None:
        """Let somebody in, unless the closure has hit them or the day is full for walk-ins."""
        if person.appointment:
            appointment = appointments.appointment(person.appointment)
            if closing.is_hit(appointment, self.day):
                return
            if appointment.status == "no_show":  # they are late, and here after all
                attendance.undo_ending(appointment.pk, actor=self.actor, now=clock.now())
            is_taken = not self.is_closed
            ticket = self._check_in(person)
        else:
            standing = public.waiting_at(self.day.office, now=clock.now())
            is_taken = standing.walk_ins == public.TAKEN
            ticket = arrivals.admit(
                self.day.office, _arrival(person), actor=self.actor, now=clock.now()
            )
        if is_taken:
            self._follow(ticket.pk, person)
        else:
            self._turn_away(ticket)

    def _check_in(self, person: Person) -> Ticket:
        return arrivals.check_in(
            person.appointment or 0,
            _arrival(person),
            office=self.day.office,
            actor=self.actor,
            now=clock.now(),
        )

    def _turn_away(self, ticket: Ticket) -> None:
        try:
            actions.turn_away(ticket.pk, office=self.day.office, actor=self.actor, now=clock.now())
        except Obstacle:  # called, and there, before they could be told
            return

    def _follow(self, ticket: int, person: Person) -> None:
        """Let somebody do what they mean to do when they have waited so long."""
        if person.leaves_after:
            self._later(person.leaves_after, lambda: self._wish(ticket, wishes.leave))
        if person.pauses_after:
            self._later(person.pauses_after, lambda: self._wish(ticket, wishes.ask_for_time))
            back_after = person.pauses_after + 5 * MINUTE
            self._later(back_after, lambda: self._wish(ticket, wishes.be_back))

    def _wish(self, pk: int, deed: Callable[..., Ticket]) -> None:
        """Press a button on the page of a ticket, as it shows itself in this moment."""
        ticket = Ticket.objects.select_related("office").get(pk=pk)
        if ticket.state not in {"waiting", "parked"}:
            return
        try:
            deed(ticket, now=clock.now())
        except Obstacle:  # called meanwhile, or no button for this
            return


def _arrival(person: Person) -> Arrival:
    return Arrival(
        service=person.service,
        language=person.language,
        needs=person.needs,
        reason=person.reason,
        agreed=person.agrees,
    )
