"""A machine dies in the middle of a change of hours: nothing is lost, and another goes on."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule import changed_hours, invariants, release
from guichet.booking.telling import channels
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.kernel.record import audit
from guichet.offices import queries as offices
from guichet.offices.models import Closure, Office
from guichet.offices.rules import Stretch
from guichet.opening import actions as opening
from guichet.opening import keeping
from guichet.opening.hours import actions
from guichet.opening.hours.tests.test_changing import (
    AT_NINE,
    EARLY,
    MORNING,
    change,
    every_day,
    propose,
)
from guichet.opening.models import Outcome
from guichet.opening.testing import make_people, make_working_office

pytestmark = pytest.mark.django_db(transaction=True)
AT_ELEVEN = Stretch(MORNING.opens_at.replace(hour=11), MORNING.closes_at, 2)


@pytest.fixture
def office() -> Office:
    """An office at which six people have a time between nine and eleven on Tuesday."""
    office = make_working_office()
    release.release_slots(office, now=EARLY)
    slots = Slot.objects.filter(starts_at__gte=AT_NINE).order_by("starts_at")[:6]
    make_people(list(slots), now=EARLY, has_mail=True)
    return office


def die_in(deed: Callable[[], object], module: Any, name: str, *, at: int) -> None:
    """Do something in a process that is killed after a step of it, the `at`th."""
    connections.close_all()
    connection.close_pool()  # no line is shared with who dies
    child = os.fork()
    if child == 0:
        step, count = getattr(module, name), iter(range(1, at + 1))

        def last_step(*args: Any, **kwargs: Any) -> Any:
            result = step(*args, **kwargs)
            if next(count) == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(module, name, last_step)
        deed()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("module", "name"), [(actions, "_write"), (changed_hours, "apply"), (audit, "write")]
)
def test_before_it_is_committed_the_office_is_as_it_was(
    office: Office, module: Any, name: str
) -> None:
    before = list(Slot.objects.order_by("pk").values())
    lines = AuditEntry.objects.count()
    die_in(lambda: change(propose(office, every_day(AT_ELEVEN))), module, name, at=1)
    assert list(Slot.objects.order_by("pk").values()) == before
    assert [row.stretch for row in offices.opening_hours_of(office)] == [MORNING] * 6
    assert not Closure.objects.exists()
    assert AuditEntry.objects.count() == lines
    assert invariants.broken_laws() == []

    owner = change(propose(office, every_day(AT_ELEVEN)))
    assert owner
    assert opening.settle_all(now=EARLY) == 6
    assert set(Outcome.objects.values_list("closure", flat=True)) == {owner.pk}


def test_after_that_whoever_was_not_dealt_with_is_by_the_next(office: Office) -> None:
    people = {person.pk for person in Appointment.objects.filter(state="booked")}
    owner = change(propose(office, every_day(AT_ELEVEN)))
    assert owner
    die_in(lambda: opening.settle(owner, now=EARLY), channels, "tell_closure", at=4)
    assert Outcome.objects.count() == Dispatch.objects.filter(kind="closure").count() == 3

    assert opening.settle_all(now=EARLY) == 3
    assert {row.appointment_id for row in Outcome.objects.all()} == people
    letters = Dispatch.objects.filter(kind="closure").values_list("record", flat=True)
    assert sorted(letters) == sorted(people)
    assert opening.settle_all(now=EARLY) == 0
    assert invariants.broken_laws() == []
    for outcome in Outcome.objects.exclude(hold=None):  # what is kept is given up as ever
        keeping.give_up(str(outcome.appointment.confirmation_number), EARLY)
    assert invariants.broken_laws() == []
