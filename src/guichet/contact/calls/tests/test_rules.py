"""What follows from the events of a call, in whatever order they come, and how long people wait."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from guichet.contact.calls import rules
from guichet.contact.calls.rules import ANSWERED, BEGAN, ENDED, TRANSFERRED, Heard, Wait

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
EVENTS = ((BEGAN, ""), (ANSWERED, "7"), (ANSWERED, "8"), (TRANSFERRED, "q"), (ENDED, ""))


def minute(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def heard(*events: tuple[str, str]) -> list[Heard]:
    return [Heard(*event, minute(number)) for number, event in enumerate(events)]


def test_whether_a_call_was_answered_and_is_over_rests_on_the_set_alone() -> None:
    wrong = []
    for length in range(1, len(EVENTS) + 1):
        for order in permutations(EVENTS, length):
            standing = rules.standing(heard(*order))
            kinds = {kind for kind, _ in order}
            is_right = (
                bool(standing.answered_at) == (ANSWERED in kinds)
                and bool(standing.ended_at) == (ENDED in kinds)
                and bool(standing.agent) == (ANSWERED in kinds)
                and (standing.state == "missed") == (ENDED in kinds and ANSWERED not in kinds)
            )
            if not is_right:
                wrong.append(order)
    assert wrong == []


def test_it_says_who_speaks_and_who_waits_for_whom() -> None:
    began, first, second, on, over = EVENTS
    cases = [
        ((began,), "waiting", "", ""),
        ((began, first), "talking", "7", ""),
        ((began, first, on), "handed_on", "7", "q"),
        ((began, on, first), "talking", "7", ""),
        ((began, first, on, second), "talking", "8", ""),
        ((began, over), "missed", "", ""),
        ((over, first), "ended", "7", ""),
        ((first, over, began), "ended", "7", ""),
    ]
    wrong = []
    for events, state, agent, on_to in cases:
        standing = rules.standing(heard(*events))
        if (standing.state, standing.agent, standing.handed_on_to) != (state, agent, on_to):
            wrong.append((events, standing))
    assert wrong == []


@given(st.lists(st.sampled_from(heard(*EVENTS)), min_size=1, max_size=12))
def test_what_is_heard_again_changes_nothing(events: list[Heard]) -> None:
    assert rules.standing(events) == rules.standing([*events, *events])


def test_a_wait_is_measured_or_it_is_none() -> None:
    cases = [
        ((None, minute(1), None), None),  # the beginning was never heard of
        ((minute(2), minute(1), None), None),  # or too late
        ((minute(0), minute(3), minute(9)), timedelta(minutes=3)),
        ((minute(0), None, minute(4)), timedelta(minutes=4)),  # missed: so long they waited
        ((minute(0), None, None), timedelta(minutes=30)),  # and still do
        ((minute(0), minute(9), minute(4)), timedelta(minutes=4)),  # the answer came too late
    ]
    wrong = []
    for (began, answered, ended), length in cases:
        wait = rules.wait_of(began_at=began, answered_at=answered, ended_at=ended, now=minute(30))
        if (wait.length if wait else None) != length:
            wrong.append((began, answered, ended, wait))
    assert wrong == []


def wait(began: float, until: float, *, is_over: bool = True) -> Wait:
    return Wait(began_at=minute(began), until=minute(until), is_over=is_over)


def test_what_is_said_of_waiting_was_measured() -> None:
    long_ago = wait(-300, -280)
    cases = [
        ([], None),
        ([long_ago], 20),  # all of today, where the last hour has none
        ([long_ago, wait(-10, -8), wait(-9, -5), wait(-3, -2)], 2),
        ([wait(-10, -8), wait(-30, 0, is_over=False)], 30),  # who waits has waited longer
        ([wait(-10, -8), wait(-1, 0, is_over=False)], 2),
        ([wait(-5, -5)], 0),
    ]
    wrong = []
    for waits, minutes in cases:
        usual = rules.usual_wait(waits, now=NOON)
        if (None if usual is None else rules.minutes(usual)) != minutes:
            wrong.append((waits, usual))
    assert wrong == []
