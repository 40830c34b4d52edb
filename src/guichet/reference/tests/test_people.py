"""Hours that take a time away: whom it touches is shown, and what becomes of them asked."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.actions import BookedAppointment
from guichet.booking.models import Appointment, Slot
from guichet.booking.schedule import release
from guichet.booking.testing import make_booked
from guichet.booking.tests.journey import MANAGE, Now
from guichet.kernel import clock
from guichet.offices.models import Closure, Office, Service
from guichet.opening import actions as opening
from guichet.opening.models import Outcome
from guichet.opening.testing import NINE, make_working_office
from guichet.reference.tests.test_files import HOME, press, send, words_of
from guichet.reference.tests.test_rows import type_over
from guichet.staff.testing import make_posted, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
EARLY = NINE - timedelta(hours=2)
HOURS_ROW = f"{HOME}hours/rows/row/TST~case_question~1~09:00/"
HEAD = "office_code,service_code,weekday,opens_at,closes_at,desks\n"


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Now:
    """Seven in the morning at the office."""
    moment = Now()
    moment.at = EARLY
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def office(moment: Now) -> Office:
    """An office with its days made; it receives from nine to twelve."""
    office = make_working_office()
    release.release_slots(office, now=EARLY)
    return office


def test_people_whose_time_goes_are_counted_and_asked_about(client: Client, office: Office) -> None:
    make_booked(Slot.objects.get(starts_at=NINE + timedelta(days=1)), now=EARLY)
    sign_in_as(client, make_posted(office.pk, "office_manager", name="mia"))

    page = send(client, "hours", f"{HEAD}TST,case_question,1,13:00,15:00,2\n")
    assert 'data-touched="1"' in page.content.decode()
    assert "Case, Test Field Office: people whose time goes: 1" in words_of(page)
    missing = press(client, page)
    assert missing.status_code == 422 and 'id="id_plan-error"' in missing.content.decode()
    assert not Outcome.objects.exists()

    make_booked(Slot.objects.get(starts_at=NINE + timedelta(days=2)), now=EARLY, number=2)
    late = press(client, page, plan="move", reason="afternoons")
    assert late.status_code == 409 and 'data-touched="2"' in late.content.decode()
    assert 'value="afternoons"' in late.content.decode()
    assert "The change is made." in words_of(press(client, late, plan="move"))
    opening.settle(Closure.objects.get(), now=EARLY, most=10)  # as the worker does
    assert Outcome.objects.count() == 2


@pytest.fixture
def booked(client: Client, office: Office) -> list[BookedAppointment]:
    """Three who have a time when an administrator gives the service other minutes."""
    slots = Slot.objects.filter(starts_at__gt=NINE + timedelta(days=7)).order_by("starts_at")
    booked = [
        make_booked(slot, now=EARLY, number=number, name=f"Ada Number{number}")
        for number, slot in enumerate(slots[1:4])
    ]
    sign_in(client, "administrator", name="zoe")
    press(client, type_over(client, f"{HOME}services/rows/row/case_question/", minutes="25"))
    assert Service.objects.get().duration_minutes == 25
    sign_in_as(client, make_posted(office.pk, "office_manager", name="mia"))
    return booked


def test_a_desk_more_takes_no_time_from_anybody(
    client: Client, booked: list[BookedAppointment]
) -> None:
    page = type_over(client, HOURS_ROW, desks="3")
    assert "Nobody who has an appointment" in words_of(page)
    assert "times become" not in words_of(page)
    assert "The change is made." in words_of(press(client, page))
    assert not Closure.objects.exists() and not Slot.objects.filter(closed=True).exists()
    for each, wall in zip(booked, ("9:40", "10:00", "10:20"), strict=True):
        number = each.appointment.confirmation_number
        theirs = Client().post(MANAGE, {"number": number, "pin": each.pin}, follow=True)
        assert wall in words_of(theirs)


@pytest.mark.usefixtures("booked")
def test_minutes_that_are_said_name_whom_they_hit_and_an_undo_gives_the_time_back(
    client: Client, moment: Now
) -> None:
    page = type_over(client, HOURS_ROW, minutes="25")
    words = words_of(page)
    assert "Case, Test Field Office: times become 25 minutes (were 20 minutes)" in words
    hit = [f"Ada Number{number}" for number in range(3)]
    assert re.findall(r"Ada Number\d", words) == hit
    assert "people whose time goes: 3" in words
    page = press(client, page, plan="move")
    words = words_of(page)
    assert [name for name in hit if name not in words] == []
    assert words.count("another time kept") == len(hit)
    undo = page.content.decode().partition('action="/staff/reference/changes/')[2].partition('"')[0]
    page = client.post(f"/staff/reference/changes/{undo}", follow=True)
    assert 'data-undo="0 3"' in page.content.decode()
    assert "Nobody else who has an appointment." in words_of(page)
    moment.at = EARLY + timedelta(minutes=5)
    press(client, page)
    before = client.get(f"/staff/reference/changes/{undo.removesuffix('undo/')}")
    assert words_of(before).count("has the old time again") == 3
    people = Appointment.objects.filter(state="booked", slot__closed=False)
    assert [person.name for person in people.order_by("slot__starts_at")] == hit
