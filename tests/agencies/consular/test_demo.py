"""Invented people and accounts are those of appointments alone, and in its languages."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from guichet.booking.models import Appointment
from guichet.offices import actions
from guichet.offices.reference.content import Reference
from guichet.staff import demo, roles

pytestmark = pytest.mark.django_db
OF_THE_OTHER = ("application", "authorization", "eta", "passport")


@pytest.fixture(autouse=True)
def _offices() -> None:
    reference = Reference(settings.CONTENT_DIR)
    actions.import_reference(reference, reference.places())
    call_command("release_slots")


def test_invented_people_make_appointments_in_its_languages() -> None:
    out = StringIO()
    call_command("demo_data", clients=40, rounds=1, stdout=out)
    words = out.getvalue().lower()
    assert [word for word in OF_THE_OTHER if word in words] == []
    appointments = Appointment.objects.exclude(confirmation_number=None)
    assert appointments.count() > 20
    assert set(appointments.values_list("language", flat=True)) <= set(settings.AGENCY.languages)
    assert {slot.office_id for slot in (row.slot for row in appointments)} == {"PAR", "LIS"}


def test_accounts_are_those_of_its_roles(tmp_path: Path) -> None:
    note = demo.make(tmp_path).read_text("ascii")
    names = {line.partition(" ")[0] for line in note.splitlines()}
    everywhere = {name for name, role in demo.ACCOUNTS.items() if role in roles.ROLES}
    assert names >= everywhere
    assert {name.rpartition("-lis")[0] for name in names - everywhere if "-lis" in name} == {
        "demo-manager",
        "demo-receptionist",
        "demo-counter",
    }
    assert "demo-receptionist-par" in names and not any("-mia" in name for name in names)
    assert {office for _, office in demo.accounts_here().values()} == {"", "LIS", "PAR"}
    client = Client()
    for name in names:
        _, password, _ = next(line for line in note.splitlines() if line.startswith(name)).split()
        assert client.login(username=name, password=password)


def test_limits_and_keys_name_its_programme_alone(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("list_limits")
    call_command("derive_identities")
    words = capsys.readouterr().out.lower()
    assert "places claimed" in words and "bookings go by the new key" in words
    assert [word for word in OF_THE_OTHER if word in words.replace("passwords", "")] == []


def test_codes_are_printed_of_its_own_accounts_alone(tmp_path: Path) -> None:
    demo.make(tmp_path)
    out = StringIO()
    call_command("staff_code", "demo-manager-lis", stdout=out)
    assert out.getvalue().strip().isdigit()
    with pytest.raises(CommandError, match="no such account of a demonstration"):
        call_command("staff_code", "demo-officer-1")
