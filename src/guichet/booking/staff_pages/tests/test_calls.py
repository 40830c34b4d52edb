"""Whom no message could tell: on the staff's list, with the number to call, until reached."""

from datetime import time, timedelta

import pytest
from django.test import Client

from guichet.booking import places
from guichet.booking.models import CallTask, Slot
from guichet.booking.schedule import closures
from guichet.booking.telling import relocations
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.windows import Page
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Closure, OpeningHours
from guichet.offices.testing import make_hours, make_service
from guichet.post import send
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
CALLS = "/staff/calls/"


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(send, "texts_configured", lambda: False)


@pytest.fixture
def closed() -> Slot:
    """A slot whose day was closed after somebody with a phone number alone had booked it."""
    slot = make_open_slot()
    make_booked(slot, name="Ada Lovelace", phone="+12125550142")
    Closure.objects.create(office=slot.office, starts_on=slot.local_day, ends_on=slot.local_day)
    closures.changed(slot.office_id, now=NOW)
    return slot


def words_of(client: Client) -> str:
    return " ".join(client.get(CALLS).content.decode().split())


@pytest.mark.usefixtures("closed")
def test_it_says_whom_to_call_and_records_the_look(client: Client) -> None:
    user = sign_in(client, "intake_officer")
    words = words_of(client)
    assert "Ada Lovelace" in words
    assert 'href="tel:+12125550142"' in words
    assert "The office is closed on the day" in words
    look = AuditEntry.objects.get(verb="seen", record_type="appointment")
    assert (look.actor, look.record) == (f"staff:{user.pk}", CallTask.objects.get().appointment_id)
    assert "Ada" not in str(look.facts)


@pytest.mark.usefixtures("closed")
def test_somebody_ticks_who_was_reached_once(client: Client) -> None:
    user = sign_in(client, "deciding_officer")
    address = f"{CALLS}{CallTask.objects.get().pk}/reached/"
    assert f'action="{address}"' in words_of(client)
    for _ in range(2):
        page = client.post(address, follow=True)
    assert "Nobody waits for a call." in page.content.decode()
    assert CallTask.objects.get().reached_by == f"staff:{user.pk}"
    assert AuditEntry.objects.filter(verb="reached").count() == 1


@pytest.mark.usefixtures("closed")
def test_an_auditor_sees_the_list_and_ticks_nothing(client: Client) -> None:
    sign_in(client, "auditor")
    words = words_of(client)
    assert "Ada Lovelace" in words
    assert "/reached/" not in words
    answer = client.post(f"{CALLS}{CallTask.objects.get().pk}/reached/")
    assert answer.status_code == 403


@pytest.mark.usefixtures("closed")
def test_an_administrator_sees_no_client(client: Client) -> None:
    sign_in(client, "administrator")
    assert client.get(CALLS).status_code == 403


def test_whoever_chose_another_time_is_not_called(client: Client, closed: Slot) -> None:
    from datetime import timedelta

    from guichet.booking import actions

    later = make_open_slot(starts_at=NOW + timedelta(days=9))
    actions.move(CallTask.objects.get().appointment, later.pk, now=NOW)
    sign_in(client, "intake_officer")
    assert "Nobody waits for a call." in words_of(client)


def test_whom_a_closure_canceled_is_called_also_when_it_is_taken_back(
    client: Client, closed: Slot
) -> None:
    places.free(CallTask.objects.get().appointment_id, now=NOW, rest_until=NOW, actor="system")
    sign_in(client, "intake_officer")
    for is_open in (False, True):
        Slot.objects.filter(pk=closed.pk).update(closed=not is_open)
        words = words_of(client)
        assert "Ada Lovelace" in words and "has canceled the appointment because of" in words
        assert "They choose another time on the page" not in words


@pytest.mark.usefixtures("closed")
def test_it_speaks_french(client: Client) -> None:
    sign_in(client, "intake_officer")
    client.post("/staff/language/", {"language": "fr", "next": CALLS})
    assert "Appels à faire" in words_of(client)


def test_a_new_address_saved_in_the_administration_is_read_out_to_whom_no_message_reaches(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = make_open_slot()
    make_booked(slot, name="Ada Lovelace", phone="+12125550142")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    sign_in(client, "administrator")
    office = f"/admin/offices/office/{slot.office_id}/change/"
    assert client.post(office, typed(client, office)).status_code == 302
    relocations.tell_all(now=clock.now())
    assert not CallTask.objects.exists()  # it was saved unchanged

    assert client.post(office, typed(client, office, street="9 New Street")).status_code == 302
    relocations.tell_all(now=clock.now())
    sign_in(client, "intake_officer")
    words = words_of(client)
    assert "has another address, room or name" in words
    assert "<bdi>9 New Street</bdi>" in words


@pytest.mark.slow
def test_an_office_with_hours_for_every_service_and_years_of_closures_takes_a_new_address(
    client: Client,
) -> None:
    office = make_open_slot().office
    for number in range(8):
        service = make_service(code=f"service_{number}")
        make_hours(office, service)
        make_hours(office, service, opens_at=time(13), closes_at=time(15))
    for week in range(60):
        day = NOW.date() + timedelta(weeks=week + 4)
        Closure.objects.create(office=office, starts_on=day, ends_on=day)
    sign_in(client, "administrator")
    path = f"/admin/offices/office/{office.pk}/change/"
    fields = typed(client, path, street="9 New Street")
    rows = {row: pk for row, pk in fields.items() if row.startswith("opening_hours") and pk}
    for row, pk in rows.items():
        if row.endswith("-id"):
            hours = OpeningHours.objects.get(pk=pk)
            fields[row.removesuffix("id") + "service"] = str(hours.service_id)
            fields[row.removesuffix("id") + "weekday"] = str(hours.weekday)
    assert len(fields) > 1000
    assert client.post(path, fields).status_code == 302
    assert "9 New Street" in client.get(path).content.decode()


def typed(client: Client, path: str, **changes: str) -> dict[str, str]:
    """Return what the form of the administration sends, with some of it changed."""
    page = Page(client.get(path).content.decode())
    form = next(form for form in page.forms if "street" in form.fields)
    return {"is_open": "on", **form.fields, **changes}
