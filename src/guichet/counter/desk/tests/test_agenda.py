"""The agenda by time, desk and officer, and the sheet for a day without a network."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from guichet.booking.models import Appointment
from guichet.counter.desk.agenda import sheets
from guichet.counter.desk.tests.walking import press, press_shown, words_of
from guichet.counter.testing import make_desk_office, make_expected, make_walk_in
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Office
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """An office that somebody has come to, where two more are expected, one with an interpreter."""
    place = make_desk_office()
    make_walk_in(place, needs=["child"])
    make_expected(1, office=place)
    other = make_expected(2, office=place)
    Appointment.objects.filter(pk=other.pk).update(
        interpreter="ti", access_needs="A ramp", case_number="ABC1234567890"
    )
    return place


def agenda(client: Client, office: Office, order: str = "") -> Any:
    """Open the agenda in an order."""
    return client.get(f"/staff/desk/{office.pk}/agenda/", {"by": order} if order else {})


@pytest.mark.usefixtures("manager")
def test_it_shows_the_day_by_time_desk_and_officer(client: Client, office: Office) -> None:
    words = words_of(agenda(client, office))
    assert "Interpreters Tigrinya : " in words or "Interpreters Tigrinya: " in words
    for fact in ("Tigrinya", "A ramp", "ABC1234567890", "With a small child", "List A", "Ada b"):
        assert fact in words
    assert "At no desk yet (3)" in words_of(agenda(client, office, "desk"))

    press(client, office, "call", desk="3b")
    words = words_of(agenda(client, office, "desk"))
    assert words.index("Desk 3B (1)") < words.index("At no desk yet (2)")
    words = words_of(agenda(client, office, "officer"))
    assert words.index("mia (1)") < words.index("With no officer yet (2)")
    assert agenda(client, office, "nonsense").status_code == 200


def saved(client: Client, office: Office) -> str:
    """Save the day sheet."""
    answer = client.get(f"/staff/desk/{office.pk}/agenda/sheet/")
    assert answer["Content-Disposition"] == 'attachment; filename="agenda-TST-2026-12-01-1000.html"'
    return answer.content.decode()


@pytest.mark.usefixtures("manager")
def test_the_sheet_stands_alone_and_holds_what_the_day_needs(
    client: Client, office: Office
) -> None:
    ticket = make_walk_in(office)
    press(client, office, f"tickets/{ticket.pk}/left")
    sheet = saved(client, office)
    assert "Tigrinya" in sheet and "Made on Tuesday, December 1, 2026, 10:00" in sheet
    assert "src=" not in sheet and "href=" not in sheet and "url(" not in sheet
    person = Appointment.objects.filter(interpreter="").first()
    assert person and person.name in sheet
    for nobody_needs in (person.phone, "1985", f"<b>{ticket.number}</b>"):
        assert nobody_needs not in sheet
    assert AuditEntry.objects.filter(verb="day_sheet", facts__office=office.pk).count() == 1


@pytest.mark.usefixtures("manager")
def test_a_sheet_that_was_changed_is_no_sheet_of_ours(
    client: Client, office: Office, tmp_path: Path
) -> None:
    sheet = saved(client, office)
    file = tmp_path / "sheet.html"
    for text in (sheet, sheet.replace("\n", "\r\n")):
        file.write_bytes(text.encode())
        out = StringIO()
        call_command("check_sheet", str(file), stdout=out)
        assert "nothing in it was changed" in out.getvalue()
    for text in (sheet.replace("Ada", "Ida"), "", sheet.rpartition("<!--")[0], sheet + sheet):
        assert not sheets.is_ours(text)
        file.write_text(text)
        with pytest.raises(CommandError, match="not a sheet of this site"):
            call_command("check_sheet", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_sheet", str(tmp_path / "none.html"))


def test_an_auditor_reads_the_agenda_and_takes_no_sheet(client: Client, office: Office) -> None:
    sign_in(client, "auditor")
    assert agenda(client, office).status_code == 200
    assert "sheet/" not in agenda(client, office).content.decode()
    assert client.get(f"/staff/desk/{office.pk}/agenda/sheet/").status_code == 403


@pytest.mark.usefixtures("manager")
def test_a_ticket_that_was_taken_back_is_nobody(client: Client, office: Office) -> None:
    person = make_expected(office=office)
    page = press(client, office, f"expected/{person.pk}/check-in")
    press_shown(client, page, "undo")
    press(client, office, f"expected/{person.pk}/check-in")
    page = words_of(client.get(f"/staff/desk/{office.pk}/agenda/"))
    people = Appointment.objects.count() + 1  # and one walk-in
    assert f"Everybody ({people})" in page and "taken back" not in page
