"""Opening hours as CSV: they come back as they went, and nobody's time goes in silence."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError

from guichet.booking.models import Slot
from guichet.booking.schedule import release
from guichet.booking.testing import make_booked
from guichet.kernel import clock
from guichet.offices.models import Office, OpeningHours
from guichet.offices.sheets.testing import exported, imported, state
from guichet.opening import actions as opening
from guichet.opening.models import Outcome
from guichet.opening.testing import make_working_office

HEAD = "office_code,service_code,weekday,opens_at,closes_at,desks\r\n"


@pytest.fixture
def office(db: None) -> Office:
    """Return an office that works from 9 to 12 at two desks, with its days made."""
    office = make_working_office()
    OpeningHours.objects.filter(weekday=2).update(minutes=30, staff=1, walk_ins=1)
    release.release_slots(office, now=clock.now())
    return office


def coming(office: Office) -> Slot:
    """Return a slot at nine, the first of its day, some days ahead."""
    later = (clock.now() + timedelta(days=3)).date()
    slots = office.slots.filter(local_day__gt=later, closed=False).exclude(
        local_day__iso_week_day=2
    )
    return slots.order_by("starts_at")[0]


def test_what_is_exported_and_imported_changes_nothing(office: Office, tmp_path: Path) -> None:
    before, text = state(), exported("hours")
    assert "TST,case_question,2,09:00,12:00,2,30,1,1\r\n" in text
    assert "0 added, 0 changed, 6 as they are already" in imported(tmp_path, "hours", text)
    assert state() == before
    OpeningHours.objects.all().delete()
    imported(tmp_path, "hours", text, people="move")
    assert exported("hours") == text


def test_days_that_are_made_follow(office: Office, tmp_path: Path) -> None:
    slot = coming(office)
    text = exported("hours").replace("09:00", "9:20")
    answer = imported(tmp_path, "hours", text)
    assert "6 added, 0 changed, 6 taken away" in answer
    slot.refresh_from_db()
    assert slot.closed and slot.closure is not None
    assert office.slots.filter(starts_at=slot.starts_at + timedelta(minutes=20), closed=False)


def test_whose_time_goes_stops_it_until_it_is_said_what_becomes_of_them(
    office: Office, tmp_path: Path
) -> None:
    slot = coming(office)
    booked = make_booked(slot, email="ada@example.org", now=clock.now()).appointment
    before, text = state(), exported("hours").replace("09:00", "09:20")
    for is_dry in (True, False):
        with pytest.raises(CommandError, match="line 2: 1 people have a time that goes"):
            imported(tmp_path, "hours", text, dry_run=is_dry)
    assert state() == before

    imported(tmp_path, "hours", text, people="cancel")
    opening.settle_all(now=clock.now())
    assert Outcome.objects.get().appointment_id == booked.pk


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("TST,case_question,8,09:00,12:00,1", "line 2, column weekday: '8' is no whole number"),
        ("TST,case_question,1,9h,12:00,1", "line 2, column opens_at: '9h' is no time of a day"),
        ("TST,case_question,1,12:00,09:00,1", "line 2, column closes_at: the hours would end"),
        ("TST,case_question,1,09:00,09:10,1", "line 2, column closes_at: the hours have no room"),
        ("XXX,case_question,1,09:00,12:00,1", "line 2, column office_code: 'XXX' is no office."),
        ("TST,none,1,09:00,12:00,1", "line 2, column service_code: 'none' is no service."),
        (
            "TST,case_question,1,08:00,10:00,1\nTST,case_question,1,09:00,12:00,1",
            "line 2, column opens_at: on weekday 1 hours overlap at 09:00.",
        ),
    ],
)
def test_a_wrong_line_changes_nothing(
    office: Office, tmp_path: Path, line: str, problem: str
) -> None:
    before = state()
    with pytest.raises(CommandError) as error:
        imported(tmp_path, "hours", HEAD + line + "\n")
    assert problem in str(error.value)
    assert state() == before
