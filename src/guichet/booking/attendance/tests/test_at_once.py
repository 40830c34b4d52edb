"""A check-in and a cancellation at the same moment: one of them is refused, whichever is first."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from time import monotonic, sleep

import pytest
from django.db import connection, connections, transaction

from guichet.booking import actions, queries
from guichet.booking.attendance import actions as attendance
from guichet.booking.models import Appointment
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db(transaction=True)

FREE_PLACE = Path(actions.__file__).with_name("sql") / "free_place.sql"
GUARD = "AND checked_in_at IS NULL AND ended_as = ''"


def check_in(appointment: Appointment) -> object:
    return attendance.check_in(appointment.pk, actor="staff:7", now=NOW)


def cancel(appointment: Appointment) -> object:
    return actions.cancel(appointment, now=NOW)


def outcome(deed: Callable[[Appointment], object], appointment: Appointment) -> str:
    try:
        deed(appointment)
    except Obstacle as obstacle:
        return obstacle.code
    finally:
        connections.close_all()
    return "done"


def waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks NATURAL JOIN pg_stat_activity"
            " WHERE NOT granted AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


def in_turn(
    first: Callable[[Appointment], object], second: Callable[[Appointment], object]
) -> tuple[str, Appointment]:
    """Begin the second deed while the first has not committed; return how the second ends."""
    appointment = make_booked(make_open_slot()).appointment
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first(appointment)
            late: Future[str] = pool.submit(outcome, second, appointment)
            until = monotonic() + 20
            while not waits():
                assert monotonic() < until and not late.done()
                sleep(0.01)
        answer = late.result(timeout=20)
    return answer, queries.appointment(appointment.pk)


@contextmanager
def without_the_guard() -> Iterator[None]:
    """Have a cancellation look at the state alone, as before anybody was checked in."""
    guarded = FREE_PLACE.read_text(encoding="utf-8")
    assert GUARD in guarded
    with connection.cursor() as cursor:
        cursor.execute(guarded.replace(GUARD, ""))
        try:
            yield
        finally:
            cursor.execute(guarded)


def test_a_cancellation_behind_a_check_in_is_refused() -> None:
    answer, appointment = in_turn(check_in, cancel)
    assert (answer, appointment.status) == ("checked_in", "checked_in")
    assert not AuditEntry.objects.filter(verb="cancel").exists()


def test_a_check_in_behind_a_cancellation_is_refused() -> None:
    answer, appointment = in_turn(cancel, check_in)
    assert (answer, appointment.status) == ("already_cancelled", "cancelled")
    assert appointment.checked_in_at is None


def test_it_can_fail_without_the_guard_both_are_done() -> None:
    with without_the_guard():
        answer, appointment = in_turn(check_in, cancel)
        assert (answer, appointment.status) == ("done", "cancelled")
        assert any("given back" in law for law in broken_laws())


def test_a_second_check_in_behind_the_first_is_refused() -> None:
    answer, _ = in_turn(check_in, check_in)
    assert answer == "already_checked_in"
    assert AuditEntry.objects.filter(verb="check_in").count() == 1


def test_a_move_behind_a_check_in_is_refused() -> None:
    later = make_open_slot(starts_at=NOW.replace(day=29))
    answer, appointment = in_turn(check_in, lambda row: actions.move(row, later.pk, now=NOW))
    assert (answer, appointment.slot_id == later.pk) == ("checked_in", False)


@pytest.mark.slow
def test_of_a_crowd_exactly_one_deed_is_done() -> None:
    slot = make_open_slot(capacity=30)
    for number in range(20):
        appointment = make_booked(slot, number=number).appointment
        together = Barrier(4)
        with ThreadPoolExecutor(4) as pool:
            crowd = pool.map(
                lambda deed, row=appointment, door=together: (
                    door.wait(),
                    outcome(deed, row),
                )[1],
                [check_in, cancel, check_in, lambda row: actions.cancel(row, now=NOW)],
            )
            answers = list(crowd)
        status = queries.appointment(appointment.pk).status
        checked_in = [answers[0], answers[2]].count("done")
        assert checked_in == (status == "checked_in")
        assert (status == "cancelled") == ("already_cancelled" in answers)
    assert broken_laws() == []
