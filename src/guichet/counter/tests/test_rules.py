"""What orders a queue, and what a ticket may become: no database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.counter.models import Ticket
from guichet.counter.queue import rules
from guichet.counter.queue.rules import Precedence
from guichet.kernel.obstacles import Obstacle

TEN = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
OFFICE = Precedence(grace=15, walk_in=30, needs={"child": 10, "travel": 30})
MINUTE = timedelta(minutes=1)
minutes = st.integers(min_value=-300, max_value=300)


def turn(came: int, *, starts_at: datetime | None = TEN, **facts: object) -> rules.Turn:
    """Return the turn of somebody who comes so many minutes after ten."""
    return rules.turn_of(OFFICE, arrived_at=TEN + came * MINUTE, starts_at=starts_at, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("came", "starts_at", "needs", "due", "callable_from"),
    [
        (-20, TEN, (), 0, 0),
        (15, TEN, (), 0, 15),
        (16, TEN, (), 16, 16),
        (-20, TEN, ("child",), -10, 0),
        (0, None, (), 30, 0),
        (0, None, ("travel", "child"), -10, 0),
        (0, None, ("child", "child"), 20, 0),
    ],
)
def test_it_orders_by_what_was_promised(
    came: int,
    starts_at: datetime | None,
    needs: tuple[str, ...],
    due: int,
    callable_from: int,
) -> None:
    """On time, just late, too late, with a need, a walk-in, an urgent one, a need said twice."""
    standing = turn(came, starts_at=starts_at, needs=needs)
    assert standing.due_at == TEN + due * MINUTE
    assert standing.callable_at == TEN + callable_from * MINUTE


@given(came=minutes, agreed=st.booleans())
def test_it_calls_nobody_before_their_time_unless_they_agree(came: int, *, agreed: bool) -> None:
    standing = turn(came, agreed=agreed)
    assert standing.callable_at >= TEN + came * MINUTE
    assert agreed or standing.callable_at >= TEN


@given(came=st.integers(min_value=0, max_value=300))
def test_it_lets_nobody_who_comes_later_overtake_for_ever(came: int) -> None:
    """Whatever somebody brings with them, who waits long enough comes before them."""
    patient = turn(0, starts_at=None)
    most = max(OFFICE.needs.values()) * len(OFFICE.needs) + OFFICE.walk_in
    newcomer = turn(came + most + 1, starts_at=None, needs=tuple(OFFICE.needs))
    assert patient.due_at < newcomer.due_at


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-12-02 00:30", 1), ("2026-12-02 03:59", 1), ("2026-12-02 04:00", 2)],
)
def test_it_stays_in_its_day_past_midnight(moment: str, day: int) -> None:
    zone = ZoneInfo("America/New_York")
    now = datetime.fromisoformat(moment).replace(tzinfo=zone)
    assert rules.opening_day(now, zone=zone).day == day


def test_it_knows_every_state_and_what_becomes_of_it() -> None:
    states = set(Ticket.State.values)
    targets = {target for _, target in rules.DEEDS.values()}
    assert targets | {"waiting"} == states
    assert set(rules.UNDONE) == states - {"cancelled"}
    assert {state for origins, _ in rules.DEEDS.values() for state in origins} == rules.OPEN


def test_it_takes_nothing_back_from_a_ticket_that_was_cancelled() -> None:
    with pytest.raises(Obstacle, match="nothing_to_undo"):
        rules.undone("cancelled")


@pytest.mark.parametrize("sign", ["", "  ", "123456789", "3 b", "<b>"])
def test_it_reads_no_desk_that_has_no_sign(sign: str) -> None:
    with pytest.raises(Obstacle, match="malformed"):
        rules.read_desk(sign)


@given(minutes=st.floats(min_value=-60, max_value=600))
def test_it_promises_in_whole_steps_and_never_too_little(minutes: float) -> None:
    wait = rules.minutes_until(TEN + timedelta(minutes=minutes), now=TEN)
    assert wait % rules.ROUNDED_TO == 0
    assert max(minutes, 0) <= wait + 1e-6
    assert wait < max(minutes, 0) + rules.ROUNDED_TO
