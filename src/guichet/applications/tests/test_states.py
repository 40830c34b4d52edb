"""The table of states, and the database that keeps to it."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from guichet.applications import states
from guichet.applications.models import Application
from guichet.applications.testing import NOW, make_sent
from guichet.kernel.obstacles import Obstacle

GUARD = Path(states.__file__).parent / "sql" / "guard_states.sql"


def put_into(application: Application, state: str) -> None:
    """Bring an application into a state past the guard, with what every state needs."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE applications_application DISABLE TRIGGER application_moves")
        cursor.execute(
            "UPDATE applications_application SET state = %s, submitted_at = %s, due_at = %s,"
            " decided_at = %s WHERE id = %s",
            [state, NOW, NOW, NOW, application.pk],
        )
        cursor.execute("ALTER TABLE applications_application ENABLE TRIGGER application_moves")


def move(application: Application, state: str) -> bool:
    try:
        with transaction.atomic():
            Application.objects.filter(pk=application.pk).update(state=state)
    except IntegrityError:
        return False
    return True


def test_it_writes_the_guard_from_the_table() -> None:
    assert GUARD.read_text("utf-8") == states.guard_sql()


def test_it_knows_every_state_it_names() -> None:
    names = {state for way in states.TRANSITIONS for state in (*way.sources, way.target)}
    assert names == set(states.STATES)
    assert set(states.STATES) == states.UNSENT | states.OPEN | states.ENDS


def test_it_reaches_every_state_from_the_first() -> None:
    reach, waiting = {states.FIRST}, [states.FIRST]
    while waiting:
        here = waiting.pop()
        fresh = {there for source, there in states.ALLOWED if source == here} - reach
        reach |= fresh
        waiting += fresh
    assert reach == set(states.STATES)


def test_it_lets_no_rule_refuse() -> None:
    assert [way.by for way in states.TRANSITIONS if way.target == "refused"] == [
        frozenset({states.OFFICER})
    ]


def test_it_leaves_an_end_only_to_look_again() -> None:
    assert {way.verb for way in states.TRANSITIONS if states.ENDS & set(way.sources)} == {"reopen"}


@pytest.mark.django_db
def test_it_refuses_in_the_database_every_way_that_is_not_in_the_table() -> None:
    application = make_sent().application
    for source in states.STATES:
        for target in states.STATES:
            put_into(application, source)
            expected = source == target or (source, target) in states.ALLOWED
            assert move(application, target) == expected, (source, target)


@pytest.mark.django_db
def test_it_lets_every_application_begin_as_a_draft() -> None:
    application = make_sent().application
    application.pk, application.number = None, "V000000000"
    with pytest.raises(IntegrityError, match="cannot begin as submitted_unpaid"):
        application.save(force_insert=True)


class Walk(RuleBasedStateMachine):
    """One application, walked by verbs: the table, `next_state` and the database agree."""

    @initialize()
    def begin(self) -> None:
        self.application = make_sent().application
        put_into(self.application, states.FIRST)
        self.state = states.FIRST

    @rule(
        way=st.sampled_from(states.TRANSITIONS),
        by=st.sampled_from([states.CLIENT, states.SYSTEM, states.OFFICER]),
    )
    def go(self, way: states.Transition, by: str) -> None:
        fits = self.state in way.sources and by in way.by
        try:
            target = states.next_state(way.verb, self.state, by=by)
        except Obstacle as obstacle:
            assert not fits
            assert obstacle.facts == {"state": self.state, "verb": way.verb}
            return
        assert fits and target == way.target
        Application.objects.filter(pk=self.application.pk).update(
            state=target, submitted_at=NOW, due_at=NOW, decided_at=NOW
        )
        self.state = target

    @rule(there=st.sampled_from(states.STATES))
    def try_to_jump(self, there: str) -> None:
        moved = move(self.application, there)
        assert moved == (there == self.state or (self.state, there) in states.ALLOWED)
        self.state = there if moved else self.state

    @invariant()
    def the_database_agrees(self) -> None:
        if hasattr(self, "application"):
            self.application.refresh_from_db()
            assert self.application.state == self.state


@pytest.mark.django_db
def test_it_agrees_with_the_table_wherever_somebody_walks(db: Any) -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
