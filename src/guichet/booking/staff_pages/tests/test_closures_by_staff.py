"""A closure saved in the administration counts at once; saved unchanged it has no effect."""

import pytest
from django.test import Client

from guichet.booking.models import Appointment, CallTask, Slot
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Closure, OpeningHours
from guichet.post import send
from guichet.staff.testing import as_shown, sign_in

pytestmark = pytest.mark.django_db
ADD = "/admin/offices/closure/add/"


@pytest.fixture
def slot(monkeypatch: pytest.MonkeyPatch) -> Slot:
    """A booked slot of an office that works every day."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(send, "texts_configured", lambda: False)
    open_slot = make_open_slot()
    for weekday in range(1, 8):
        OpeningHours.objects.create(
            office=open_slot.office,
            service=open_slot.service,
            weekday=weekday,
            opens_at="08:00",
            closes_at="16:00",
            desks=1,
        )
    make_booked(open_slot)
    return open_slot


def facts(slot: Slot) -> dict[str, str]:
    day = str(slot.local_day)
    return {
        "office": slot.office_id,
        "starts_on": day,
        "ends_on": day,
        "reasons_en": "A burst pipe.",
    }


def test_it_is_saved_without_a_reason(client: Client, slot: Slot) -> None:
    sign_in(client, "administrator")
    assert client.post(ADD, {**facts(slot), "reasons_en": ""}).status_code == 302
    assert Closure.objects.get().reasons == {}
    slot.refresh_from_db()
    assert slot.closed


def test_a_reason_has_one_box_a_language_and_comes_back_in_them(client: Client, slot: Slot) -> None:
    sign_in(client, "administrator")
    page = client.get(ADD).content.decode()
    assert '<label for="id_reasons_ar" lang="ar"' in page and 'name="reasons_ar"' in page
    alone = client.post(ADD, {**facts(slot), "reasons_en": "", "reasons_ar": "عطل"})
    words = alone.content.decode()
    assert "Please write it in the agency&#x27;s first language as well, English" in words
    assert 'value="عطل"' in words and "<details open>" in words

    assert client.post(ADD, {**facts(slot), "reasons_ar": "عطل"}).status_code == 302
    closure = Closure.objects.get()
    assert closure.reasons == {"en": "A burst pipe.", "ar": "عطل"}
    again = client.get(f"/admin/offices/closure/{closure.pk}/change/").content.decode()
    assert 'value="A burst pipe."' in again and 'value="عطل"' in again


def test_it_counts_at_once_and_its_end_as_well(client: Client, slot: Slot) -> None:
    sign_in(client, "administrator")
    assert client.post(ADD, facts(slot)).status_code == 302
    slot.refresh_from_db()
    assert slot.closed
    assert Appointment.objects.get().office_closed_at == NOW
    assert CallTask.objects.filter(reached_at=None).count() == 1

    closure = Closure.objects.get()
    count = AuditEntry.objects.filter(record_type="appointment").count()
    path = f"/admin/offices/closure/{closure.pk}/change/"
    assert client.post(path, as_shown(client, path, facts(slot))).status_code == 302
    assert AuditEntry.objects.filter(record_type="appointment").count() == count

    client.post(f"/admin/offices/closure/{closure.pk}/delete/", {"post": "yes"})
    slot.refresh_from_db()
    assert not slot.closed
    assert not CallTask.objects.filter(reached_at=None).exists()
