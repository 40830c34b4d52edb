"""Two officers never call one person. And the proof that these tests can fail."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections

from guichet.counter.models import Call, Ticket
from guichet.counter.queue import actions, queries
from guichet.counter.testing import (
    TEN,
    make_checked_in,
    make_counter_officer,
    make_desk_office,
    make_expected,
    make_walk_in,
)
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office

pytestmark = pytest.mark.django_db(transaction=True)
DESKS = 8
STOPPED = "stopped by the database"


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """Return what comes of deeds that begin in the same moment, each on a connection of its own."""
    together = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        together.wait()
        try:
            return deed()
        except Obstacle as obstacle:
            return obstacle.code
        except IntegrityError:
            return STOPPED
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(deeds)) as pool:
        return list(pool.map(run, deeds))


def calls(office: Office, officer: int, *desks: str) -> list[Callable[[], object]]:
    """Return the press of "next" at each desk."""
    return [
        lambda desk=desk: actions.call_next(office, desk=desk, officer=officer, now=TEN)  # type: ignore[misc]
        for desk in desks
    ]


@contextmanager
def without_the_lock(
    monkeypatch: pytest.MonkeyPatch, *, without_the_index: bool = False
) -> Iterator[None]:
    """Read who is next without a lock; on request without the index behind it as well."""

    def call_late(*args: Any, **facts: Any) -> Ticket:
        meeting.wait(timeout=60)  # both have read who is next
        return call(*args, **facts)

    call, meeting = actions._call, Barrier(2)
    index = Call._meta.constraints[0]
    with connection.schema_editor() as editor:
        if without_the_index:
            editor.remove_constraint(Call, index)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(queries, "LOCK", "")
            patch.setattr(actions, "_call", call_late)
            yield
    finally:
        if without_the_index:
            Call.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(Call, index)


def test_every_desk_calls_somebody_else() -> None:
    office, officer = make_desk_office(), make_counter_officer()
    waiting = {make_walk_in(office).pk for _ in range(DESKS - 2)}

    tickets = at_once(calls(office, officer, *map(str, range(DESKS))))

    assert {ticket.pk for ticket in tickets if isinstance(ticket, Ticket)} == waiting
    assert tickets.count(None) == 2
    assert Call.objects.count() == len(waiting)


def test_a_double_click_calls_one_person() -> None:
    office, officer = make_desk_office(), make_counter_officer()
    make_walk_in(office), make_walk_in(office)
    outcome = at_once(calls(office, officer, "1", "1", "1"))
    assert outcome.count("desk_busy") == 2
    assert Call.objects.count() == 1


def test_two_receptionists_check_one_person_in_once() -> None:
    appointment = make_expected(office=make_desk_office())
    outcome = at_once([lambda: make_checked_in(appointment)] * 2)
    assert outcome.count("already_checked_in") == 1
    assert Ticket.objects.count() == 1


def test_a_ticket_is_called_or_left_and_never_both() -> None:
    office, officer = make_desk_office(), make_counter_officer()
    ticket = make_walk_in(office)
    leave = lambda: actions.leave(ticket.pk, office=office, actor="client", now=TEN)  # noqa: E731
    at_once([*calls(office, officer, "1"), leave])
    ticket.refresh_from_db()
    open_calls = Call.objects.filter(ended_at=None).count()
    assert (ticket.state, open_calls) in {("left", 0), ("called", 1)}


def test_the_database_stops_what_the_lock_would_let_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office, officer = make_desk_office(), make_counter_officer()
    make_walk_in(office)
    with without_the_lock(monkeypatch):
        outcome = at_once(calls(office, officer, "1", "2"))
    assert outcome.count(STOPPED) == 1
    assert Call.objects.count() == 1


def test_without_lock_and_index_one_person_is_called_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office, officer = make_desk_office(), make_counter_officer()
    ticket = make_walk_in(office)
    with without_the_lock(monkeypatch, without_the_index=True):
        at_once(calls(office, officer, "1", "2"))
        assert Call.objects.filter(ticket=ticket).count() == 2
