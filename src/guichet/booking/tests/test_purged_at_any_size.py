"""What waits to be forgotten is forgotten, however much of it there is."""

from datetime import timedelta

import pytest
from django.db import connection

from guichet.booking import queries, upkeep
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, CallTask, Slot
from guichet.booking.schedule import invariants
from guichet.booking.testing import NOW, make_booked, make_details, make_open_slot
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db
MANY = 66_000  # a statement of PostgreSQL takes 65,535 values
LONG_AGO = NOW - timedelta(days=91)

MANY_SLOTS = """
INSERT INTO booking_slot (office_id, service_id, starts_at, ends_at, local_day, capacity, room,
                          taken, opens_at, closed)
SELECT office_id, service_id, %(at)s - n * interval '1 minute', %(at)s - n * interval '1 minute'
       + interval '20 minutes', (%(at)s - n * interval '1 minute')::date, 1, 1, 1, opens_at, false
  FROM booking_slot, generate_series(1, %(many)s) AS n WHERE id = %(like)s
"""
# Everything that one booking has, in each of the slots, under a number of its own.
MANY_APPOINTMENTS = """
INSERT INTO booking_appointment ({columns})
SELECT {values} FROM booking_appointment AS model, booking_slot AS slot
 WHERE model.id = %(like)s AND slot.starts_at < %(at)s
"""


def make_many_past(many: int) -> None:
    """Book one appointment in each of many slots whose day is long over, by two statements."""
    slot = make_open_slot(starts_at=NOW + timedelta(days=1))
    booked = make_booked(slot).appointment
    own = {
        "slot_id": "slot.id",
        "confirmation_number": "'N' || slot.id",
        "identity": "NULL",
        "letters": "NULL",
        "words": "NULL",
        "visitor": "NULL",
    }
    names = [field.column for field in Appointment._meta.concrete_fields if field.column != "id"]
    with connection.cursor() as cursor:
        cursor.execute(MANY_SLOTS, {"at": LONG_AGO, "many": many, "like": slot.pk})
        cursor.execute(
            MANY_APPOINTMENTS.format(
                columns=", ".join(names),
                values=", ".join(own.get(name, f"model.{name}") for name in names),
            ),
            {"at": LONG_AGO, "like": booked.pk},
        )
        # A plan that this connection made while the tables were empty reads all of one for each
        # row that goes from the other, for minutes.
        cursor.execute("ANALYZE booking_slot, booking_appointment")


@pytest.mark.slow
def test_it_erases_more_past_slots_than_a_statement_has_values() -> None:
    make_many_past(MANY)
    assert Appointment.objects.count() == MANY + 1

    counts = upkeep.purge(now=NOW)

    assert counts["appointments"] == MANY
    assert Appointment.objects.get().slot.starts_at > NOW
    assert Slot.objects.filter(taken__gt=0).count() == 1
    assert invariants.broken_laws() == []


def test_it_knows_all_that_hangs_on_an_appointment() -> None:
    """The purge erases appointments without asking Django what else must go."""
    hanging = [relation.related_model for relation in Appointment._meta.related_objects]
    ours = {model for model in hanging if model.__module__.startswith("guichet.booking.")}
    above = {model.__module__.split(".")[1] for model in hanging if model not in ours}
    assert ours == {CallTask}
    # A room above hands in what is erased with an appointment.
    assert above == {erase.__module__.split(".")[1] for erase in upkeep.ERASED_WITH}


def test_a_call_to_make_goes_with_its_appointment() -> None:
    make_many_past(2)
    past = Appointment.objects.filter(slot__starts_at__lt=NOW)
    CallTask.objects.bulk_create(
        CallTask(appointment=appointment, kind="closure", about_on=LONG_AGO, since=LONG_AGO)
        for appointment in past
    )
    assert upkeep.purge(now=NOW)["appointments"] == 2
    assert not CallTask.objects.exists()


def test_it_erases_in_steps_and_leaves_none_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "SLOTS_AT_ONCE", 7)
    monkeypatch.setattr("guichet.kernel.database.forgetting.AT_ONCE", 7)
    make_many_past(30)
    AuditEntry.objects.bulk_create(
        AuditEntry(at=NOW - timedelta(days=800), actor="system", verb="x", record=n)
        for n in range(30)
    )
    counts = upkeep.purge(now=NOW)
    assert (counts["appointments"], counts["audit"]) == (30, 30)


def test_the_night_after_the_day_nobody_is_found_by_who_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("guichet.kernel.database.forgetting.AT_ONCE", 2)
    slot = make_open_slot(capacity=5)
    past = [make_booked(slot, number=number) for number in range(5)]
    coming = make_booked(make_open_slot(starts_at=slot.starts_at + timedelta(days=2)), number=5)
    night = slot.ends_at + timedelta(hours=12)

    assert upkeep.purge(now=night)["identities"] == 5
    assert upkeep.purge(now=night)["identities"] == 0

    for booked in past:
        people = make_details(past.index(booked)).keys.all
        assert queries.of_people(people, now=slot.starts_at) is None
        appointment = queries.by_number(str(booked.appointment.confirmation_number))
        assert appointment and tokens.opening_generation(appointment, booked.pin)
    live = queries.of_people(make_details(5).keys.all, now=night)
    assert live and live.pk == coming.appointment.pk
    with pytest.raises(Obstacle, match="already_booked"):
        make_booked(make_open_slot(starts_at=night + timedelta(days=3)), number=5, now=night)


def test_more_due_claims_than_one_look_finds_end_within_the_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_many_past(30)
    Appointment.objects.exclude(slot__starts_at__gt=NOW).update(state="resting", until_at=LONG_AGO)
    look = queries.slots_with_due_claims
    monkeypatch.setattr(queries, "slots_with_due_claims", lambda *, now: look(now=now, most=7))
    assert upkeep.end_due_claims(now=NOW) == 30
    assert upkeep.end_due_claims(now=NOW) == 0
