"""An office has another address: whoever holds an appointment there is told, and sees it first."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from guichet.booking import upkeep
from guichet.booking.actions import BookedAppointment
from guichet.booking.api.tests.calls import Program
from guichet.booking.models import Appointment, CallTask, Slot
from guichet.booking.schedule.tests.closing import close, keys
from guichet.booking.telling import relocations
from guichet.booking.testing import make_booked
from guichet.booking.tests.journey import (
    ADA,
    BOOK,
    DETAILS,
    MANAGE,
    MOVE,
    REVIEW,
    Now,
    hold,
    press,
)
from guichet.booking.tests.postbox import Postbox, deliver_all
from guichet.booking.tests.windows import Window
from guichet.kernel import clock
from guichet.kernel.models import Dispatch
from guichet.offices import whereabouts
from guichet.offices.models import Office, PlaceChange

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

SAID = "Where your appointment takes place has changed"
HEADER = "code,name,street,city,state,zip,time_zone,lat,lon\n"


@pytest.fixture
def booked(day: Slot, now: Now) -> BookedAppointment:
    """Somebody with a phone alone, who booked an hour ago."""
    booking = make_booked(day)
    now.later(hours=1)
    return booking


def relocate(office: str, **facts: object) -> None:
    with whereabouts.noting([office]):
        Office.objects.filter(pk=office).update(**facts)


def tell() -> int:
    count = relocations.tell_all(now=clock.now())
    deliver_all(now=clock.now())
    return count


def import_street(folder: Path, street: str, *, name: str = "Test Field Office") -> None:
    file = folder / "offices.csv"
    row = f"TST,{name},{street},Springfield,NY,10001,America/New_York,0,0\n"
    file.write_text(HEADER + row, encoding="utf-8")
    call_command("import_offices", str(file), stdout=StringIO())


def test_an_import_with_another_address_is_told_once_by_mail(
    day: Slot, postbox: Postbox, tmp_path: Path, now: Now
) -> None:
    make_booked(day, email="ada@example.org")
    deliver_all()
    postbox.mails.clear()
    now.later(hours=1)
    import_street(tmp_path, "9 New Street")
    assert (tell(), tell()) == (1, 0)

    assert postbox.subjects() == [SAID]
    assert "9 New Street" in postbox.text() and "1 Main Street" not in postbox.text()
    calendar, pdf = (
        [part for part in postbox.mails[0].walk() if part.get_content_type() == kind]
        for kind in ("text/calendar", "application/pdf")
    )
    assert "9 New Street" in calendar[0].get_content().replace("\r\n ", "")
    assert "SEQUENCE:1" in calendar[0].get_content()
    assert pdf


def test_an_import_that_changes_nothing_tells_nobody(
    booked: BookedAppointment, texts: list[tuple[str, str]], tmp_path: Path
) -> None:
    import_street(tmp_path, "1  Main Street")
    assert tell() == 0
    assert texts == []


def test_what_is_changed_back_before_anybody_was_told_tells_nobody(
    booked: BookedAppointment, texts: list[tuple[str, str]], now: Now
) -> None:
    relocate("TST", room="7")
    now.later(seconds=5)
    relocate("TST", room="")
    assert tell() == 0
    assert texts == []


def test_who_gave_only_a_phone_is_told_the_new_address_by_text(
    booked: BookedAppointment, texts: list[tuple[str, str]]
) -> None:
    relocate("TST", street="9 New Street", room="7")
    assert tell() == 1
    ((to, text),) = texts
    assert to == booked.appointment.phone
    assert text.splitlines() == [
        "Guichet: new address for your appointment on Mon, Nov 30, 10:00 AM:",
        "Test Field Office",
        "9 New Street",
        "Springfield, NY 10001",
        "Room: 7",
    ]
    for secret in (booked.appointment.name, booked.pin, keys(booked)["number"]):
        assert secret not in text


def test_whom_no_message_reaches_stands_on_the_list(
    booked: BookedAppointment, settings: Settings
) -> None:
    settings.SMS_URL = "none:"
    relocate("TST", street="9 New Street")
    assert tell() == 1
    (task,) = CallTask.objects.all()
    assert (task.appointment_id, task.kind) == (booked.appointment.pk, "place_changed")


def test_every_face_says_first_that_the_place_has_changed(
    client: Client, booked: BookedAppointment
) -> None:
    program = Program()
    relocate("TST", street="9 New Street")
    tell()
    basic = (keys(booked)["number"], booked.pin)
    answer = program.get(f"appointments/{basic[0]}", basic=basic).json()
    assert (answer["state"], answer["headline"]) == ("booked", SAID)
    assert "come to the address" in answer["instruction"]
    assert answer["office"]["address"]["lines"] == ["9 New Street"]
    alone = program.get(f"appointments/{basic[0]}/notice", basic=basic).content.decode()
    assert alone.index(SAID) < alone.index('class="when"') < alone.index("9 New Street")
    calendar = program.get(f"appointments/{basic[0]}/notice.ics", basic=basic).content.decode()
    assert "SEQUENCE:1" in calendar and "9 New Street" in calendar.replace("\r\n ", "")

    window = Window(client).open(MANAGE).press(MANAGE, **keys(booked))
    assert window.text.index(SAID) < window.text.index("Print this notice and bring it")
    assert "9 New Street" in window.text and "1 Main Street" not in window.text


def test_who_chooses_a_time_again_has_seen_the_place(
    client: Client,
    booked: BookedAppointment,
    other_day: Slot,
    texts: list[tuple[str, str]],
    now: Now,
) -> None:
    relocate("TST", street="9 New Street")
    now.later(seconds=5)
    window = Window(client).open(MANAGE).press(MANAGE, **keys(booked))
    window.open(f"{MOVE}?slot={other_day.pk}").press(MOVE)
    assert SAID not in window.text
    assert tell() == 0


def keep_place(client: Client, slot: Slot) -> Window:
    """Keep a place and say who comes, up to the page that asks whether everything is right."""
    hold(client, slot)
    press(client, DETAILS, ADA)
    return Window(client).open(REVIEW)


def test_who_is_about_to_book_is_shown_where_the_office_is_now(
    client: Client, day: Slot, now: Now, texts: list[tuple[str, str]]
) -> None:
    window = keep_place(client, day)
    assert SAID not in window.text
    now.later(seconds=30)
    relocate("TST", street="9 New Street", room="7")
    now.later(seconds=30)

    window.press(BOOK)  # on the page of before
    assert window.shown.status_code == 409
    assert SAID in window.text and "Nothing is booked yet." in window.text
    assert "9 New Street" in window.text and "Room: 7" in window.text
    assert "in another window" not in window.text

    window.press(BOOK)
    assert "Your appointment is booked" in window.text
    assert SAID not in window.text  # it was shown before, and agreed to
    now.later(minutes=1)
    assert tell() == 0
    assert [text for _, text in texts if "new address" in text] == []


def test_what_is_changed_back_while_a_place_is_kept_is_not_spoken_of(
    client: Client, day: Slot, now: Now
) -> None:
    keep_place(client, day)
    for street in ("9 New Street", "1 Main Street"):
        now.later(seconds=5)
        relocate("TST", street=street)
    now.later(seconds=5)
    window = Window(client).open(REVIEW)
    assert SAID not in window.text
    assert "Your appointment is booked" in window.press(BOOK).text


def test_who_is_about_to_move_is_shown_where_the_office_is_now(
    client: Client, booked: BookedAppointment, other_day: Slot, now: Now
) -> None:
    window = Window(client).open(MANAGE).press(MANAGE, **keys(booked))
    window.open(f"{MOVE}?slot={other_day.pk}")
    assert SAID not in window.text
    relocate("TST", street="9 New Street")
    now.later(seconds=5)
    window.press(MOVE)
    assert window.shown.status_code == 409
    assert SAID in window.text and "9 New Street" in window.text
    assert "in another window" not in window.text
    window.press(MOVE)
    assert "Your appointment was moved" in window.text and SAID not in window.text


def test_a_change_is_forgotten_when_nobody_knows_the_place_of_before(
    booked: BookedAppointment, texts: list[tuple[str, str]], now: Now
) -> None:
    relocate("TST", street="9 New Street")
    now.later(minutes=6)
    assert tell() == 1
    relocate("TST", street="10 New Street")  # which nobody has been told of yet
    later = clock.now() + timedelta(days=1)
    assert not relocations.forgettable(before=later).exists()  # one who booked before is known
    Appointment.objects.all().delete()
    assert relocations.forgettable(before=later).exists()
    assert upkeep.purge(now=later)["places"] == 0  # too young
    assert upkeep.purge(now=later + upkeep.PLACES_KEPT)["places"] == 1
    (change,) = PlaceChange.objects.all()
    assert change.told_at is None


def test_who_books_afterwards_is_told_nothing(
    client: Client, day: Slot, booked: BookedAppointment, now: Now
) -> None:
    relocate("TST", street="9 New Street")
    now.later(seconds=5)
    later = make_booked(day, number=2, now=clock.now())
    assert tell() == 1
    window = Window(client).open(MANAGE).press(MANAGE, **keys(later))
    assert SAID not in window.text


def test_a_second_change_is_told_as_well(
    booked: BookedAppointment, texts: list[tuple[str, str]], now: Now
) -> None:
    for street in ("9 New Street", "10 New Street"):
        relocate("TST", street=street)
        now.later(minutes=20)
        assert tell() == 1
        now.later(minutes=20)
        assert tell() == 0
    assert ["9 New Street" in texts[0][1], "10 New Street" in texts[1][1]] == [True, True]


def test_it_tells_everybody_in_batches(
    day: Slot, other_day: Slot, monkeypatch: pytest.MonkeyPatch, now: Now
) -> None:
    for number, slot in enumerate((day, day, day, other_day)):
        make_booked(slot, number=number)
    now.later(hours=1)
    monkeypatch.setattr(relocations, "AT_ONCE", 2)
    relocate("TST", street="9 New Street")
    assert relocations.tell_all(now=clock.now()) == 4
    assert Dispatch.objects.filter(kind="place_changed_text").count() == 4
    assert relocations.tell_all(now=clock.now() + timedelta(hours=1)) == 0


def test_a_closed_day_is_told_as_closed_alone(
    booked: BookedAppointment, day: Slot, texts: list[tuple[str, str]]
) -> None:
    close(day)
    relocate("TST", street="9 New Street")
    assert tell() == 0
    assert ["closed" in text for _, text in texts] == [True]
