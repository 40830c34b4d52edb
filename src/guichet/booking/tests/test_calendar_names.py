"""The entry of a calendar keeps its name through every change, also one of a release before."""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from icalendar import Calendar

from guichet.booking.actions import BookedAppointment
from guichet.booking.models import Appointment
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.journey import BASE, CANCEL, MANAGE, MOVE, press
from guichet.booking.tests.postbox import Postbox, deliver_all
from guichet.kernel import clock
from guichet.kernel.models import Mark
from guichet.post import calendar_entries

pytestmark = pytest.mark.django_db
MIGRATION = import_module("guichet.booking.migrations.0017_entries_of_before_keep_their_names")


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    calendar_entries.forget()
    yield
    calendar_entries.forget()


@pytest.fixture
def booked() -> BookedAppointment:
    return make_booked(email="ada@example.org")


def name_in(file: bytes | str) -> str:
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return str(event["UID"])


def names_through_its_life(
    client: Client, booked: BookedAppointment, postbox: Postbox
) -> tuple[set[str], set[str]]:
    """Return the names in what the person downloads, and in the mails, from booking to the end."""
    number = str(booked.appointment.confirmation_number)
    client.post(MANAGE, {"number": number, "pin": booked.pin})
    files = [client.get(f"{BASE}notice.ics").content]
    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    press(client, MOVE, {"slot": later.pk})
    files.append(client.get(f"{BASE}notice.ics").content)
    deliver_all()
    press(client, CANCEL)
    files.append(client.get(f"{BASE}notice.ics").content)
    deliver_all()
    assert b"METHOD:CANCEL" in files[-1]
    parts = [part for mail in postbox.mails for part in mail.walk()]
    mailed = [part.get_content() for part in parts if part.get_content_type() == "text/calendar"]
    assert len(mailed) >= 2
    return {name_in(file) for file in files}, {name_in(file) for file in mailed}


def test_one_name_that_is_not_the_softwares_from_booking_to_cancellation(
    client: Client, booked: BookedAppointment, postbox: Postbox
) -> None:
    (name,), names_in_mails = names_through_its_life(client, booked, postbox)
    assert names_in_mails == {name}
    assert "guichet" not in name.lower()
    assert str(booked.appointment.confirmation_number) not in name


def test_what_was_booked_before_the_upgrade_keeps_the_name_that_calendars_hold(
    client: Client, booked: BookedAppointment, postbox: Postbox
) -> None:
    MIGRATION.note(apps, None)
    name = f"{booked.appointment.confirmation_number}@guichet"
    assert names_through_its_life(client, booked, postbox) == ({name}, {name})


def test_what_is_booked_after_it_has_a_name_of_its_own(
    client: Client, booked: BookedAppointment, postbox: Postbox
) -> None:
    MIGRATION.note(apps, None)
    Appointment.objects.update(booked_at=NOW + MIGRATION.ROLLING)
    (name,), _ = names_through_its_life(client, booked, postbox)
    assert "guichet" not in name


def test_a_new_site_has_nothing_to_keep() -> None:
    MIGRATION.note(apps, None)
    assert not Mark.objects.filter(name=calendar_entries.mark_of("appointments")).exists()
