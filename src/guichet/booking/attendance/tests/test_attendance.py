"""Who came, was served or did not come: each deed, its way back, and what stands in its way."""

from datetime import timedelta

import pytest

from guichet.booking import actions, queries
from guichet.booking.actions import BookedAppointment
from guichet.booking.attendance import actions as attendance
from guichet.booking.models import Appointment
from guichet.booking.schedule.invariants import broken_laws
from guichet.booking.telling import reminders
from guichet.booking.testing import NOW, make_booked, make_hold, make_open_slot
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db

ACTOR = "staff:7"
GRACE = timedelta(minutes=15)


@pytest.fixture
def booked() -> BookedAppointment:
    """An appointment in an hour."""
    return make_booked(make_open_slot(starts_at=NOW + timedelta(hours=1)))


def do(deed: str, pk: int, *, hours: int = 0) -> Appointment:
    more = {"grace": GRACE} if deed == "miss" else {}
    now = NOW + timedelta(hours=hours)
    noted: Appointment = getattr(attendance, deed)(pk, actor=ACTOR, now=now, **more)
    return noted


@pytest.mark.parametrize(
    ("deeds", "status"),
    [
        (["check_in"], "checked_in"),
        (["check_in", "undo_check_in"], "booked"),
        (["check_in", "complete"], "completed"),
        (["check_in", "complete", "undo_ending"], "checked_in"),
        (["miss"], "no_show"),
        (["check_in", "miss"], "no_show"),
        (["miss", "undo_ending", "check_in"], "checked_in"),
    ],
)
def test_it_notes_each_deed_and_takes_it_back(
    booked: BookedAppointment, deeds: list[str], status: str
) -> None:
    pk = booked.appointment.pk
    for deed in deeds:
        noted = do(deed, pk, hours=2)
    assert noted.status == queries.appointment(pk).status == status
    lines = AuditEntry.objects.filter(record=pk, actor=ACTOR).order_by("pk")
    assert [line.verb for line in lines] == deeds
    assert broken_laws() == []


@pytest.mark.parametrize(
    ("before", "deed", "code"),
    [
        ([], "undo_check_in", "not_checked_in"),
        ([], "complete", "not_checked_in"),
        ([], "undo_ending", "not_ended"),
        (["check_in"], "check_in", "already_checked_in"),
        (["check_in"], "undo_ending", "not_ended"),
        (["check_in", "complete"], "check_in", "already_ended"),
        (["check_in", "complete"], "undo_check_in", "already_ended"),
        (["check_in", "complete"], "complete", "already_ended"),
        (["check_in", "complete"], "miss", "already_ended"),
        (["miss"], "check_in", "already_ended"),
        (["miss"], "miss", "already_ended"),
    ],
)
def test_it_refuses_what_does_not_fit_and_notes_nothing(
    booked: BookedAppointment, before: list[str], deed: str, code: str
) -> None:
    pk = booked.appointment.pk
    for earlier in before:
        do(earlier, pk, hours=2)
    lines = AuditEntry.objects.count()
    with pytest.raises(Obstacle, match=f"^{code}$"):
        do(deed, pk, hours=2)
    assert AuditEntry.objects.count() == lines


@pytest.mark.parametrize("deed", ["check_in", "undo_check_in", "complete", "miss", "undo_ending"])
def test_it_knows_no_hold_no_rest_and_nothing_cancelled(deed: str) -> None:
    hold = make_hold(slot := make_open_slot(capacity=2))
    booked = make_booked(slot, number=1)
    actions.cancel(booked.appointment, now=NOW)
    for pk, code in ((hold.pk, "not_found"), (booked.appointment.pk, "already_cancelled")):
        with pytest.raises(Obstacle, match=code):
            do(deed, pk, hours=24 * 8)
    with pytest.raises(Obstacle, match="not_found"):
        do(deed, 0)


@pytest.mark.parametrize("before", [[], ["check_in"]])
def test_nobody_is_missing_before_their_time_and_the_grace(
    booked: BookedAppointment, before: list[str]
) -> None:
    pk, starts_at = booked.appointment.pk, booked.appointment.slot.starts_at
    for deed in before:
        do(deed, pk)
    due = starts_at + GRACE
    with pytest.raises(Obstacle, match="not_missing_yet") as obstacle:
        attendance.miss(pk, grace=GRACE, actor=ACTOR, now=due - timedelta(seconds=1))
    assert obstacle.value.facts["until"] == due
    assert attendance.miss(pk, grace=GRACE, actor=ACTOR, now=due).status == "no_show"


@pytest.mark.parametrize("actor", [actions.CLIENT, ACTOR])
def test_who_is_checked_in_is_neither_moved_nor_cancelled(actor: str) -> None:
    booked, later = make_booked(), make_open_slot(starts_at=NOW + timedelta(days=9))
    do("check_in", booked.appointment.pk)
    stale = booked.appointment  # as a page has read it before
    for appointment in (stale, queries.appointment(stale.pk)):
        with pytest.raises(Obstacle, match=r"^checked_in$"):
            actions.move(appointment, later.pk, now=NOW, actor=actor)
        with pytest.raises(Obstacle, match=r"^checked_in$"):
            actions.cancel(appointment, now=NOW, actor=actor)
    do("undo_check_in", stale.pk)
    actions.move(queries.appointment(stale.pk), later.pk, now=NOW, actor=actor)
    assert actions.cancel(queries.appointment(stale.pk), now=NOW, actor=actor)


def test_what_has_ended_is_neither_moved_nor_cancelled() -> None:
    booked, later = make_booked(), make_open_slot(starts_at=NOW + timedelta(days=9))
    do("check_in", booked.appointment.pk)
    do("complete", booked.appointment.pk)
    for appointment in (booked.appointment, queries.appointment(booked.appointment.pk)):
        with pytest.raises(Obstacle, match="slot_closed"):
            actions.move(appointment, later.pk, now=NOW)
        with pytest.raises(Obstacle, match="slot_closed"):
            actions.cancel(appointment, now=NOW)


def test_who_was_served_may_book_the_service_again_before_the_time_is_over() -> None:
    first, later = make_booked(), make_open_slot(starts_at=NOW + timedelta(days=9))
    with pytest.raises(Obstacle, match="already_booked"):
        make_booked(later)
    do("check_in", first.appointment.pk)
    with pytest.raises(Obstacle, match="already_booked"):
        make_booked(later)
    do("complete", first.appointment.pk)
    again = make_booked(later)
    people = [bytes(again.appointment.identity or b"")]
    assert queries.of_people(people, now=NOW) == again.appointment
    do("undo_ending", first.appointment.pk)
    assert broken_laws() == []


def test_it_reminds_nobody_who_is_there_or_was_served() -> None:
    for number, deeds in enumerate(([], ["check_in"], ["check_in", "complete"])):
        slot = make_open_slot(starts_at=NOW + timedelta(days=7, hours=number))
        booked = make_booked(slot, number=number, email="ada@example.org")
        for deed in deeds:
            do(deed, booked.appointment.pk)
    assert reminders.remind(now=NOW + timedelta(days=5)) == 1
    assert Dispatch.objects.filter(kind="reminder_2_days").count() == 1
