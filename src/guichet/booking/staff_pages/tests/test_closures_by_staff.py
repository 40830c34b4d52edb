"""A closure saved in the administration counts at once; saved unchanged it has no effect.

One that hits somebody is made on the page of the office's opening, which shows first whom.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import NOW, make_booked, make_open_slot
from guichet.booking.tests.windows import Page
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Closure, OpeningHours
from guichet.post import send
from guichet.staff.testing import as_shown, sign_in

pytestmark = pytest.mark.django_db
ADD = "/admin/offices/closure/add/"
HOURS = {"opening_hours-0-opens_at": "09:30:00"}


@pytest.fixture
def slot(monkeypatch: pytest.MonkeyPatch) -> Slot:
    """A free slot of an office that works every day."""
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

    closure = Closure.objects.get()
    count = AuditEntry.objects.filter(record_type="office").count()
    path = f"/admin/offices/closure/{closure.pk}/change/"
    assert client.post(path, as_shown(client, path, facts(slot))).status_code == 302
    assert AuditEntry.objects.filter(record_type="office").count() == count

    client.post(f"/admin/offices/closure/{closure.pk}/delete/", {"post": "yes"})
    slot.refresh_from_db()
    assert not slot.closed


def test_whom_it_would_hit_is_shown_before_it_is_made(client: Client, slot: Slot) -> None:
    make_booked(slot)
    sign_in(client, "administrator")
    refusal = client.post(ADD, facts(slot)).content.decode()
    assert "A burst pipe." in refusal
    where = re.findall(r'<a href="([^"]+)">People have an appointment on these days', refusal)
    assert not Closure.objects.exists()
    assert client.get(*where).status_code == 200
    later = str(slot.local_day + timedelta(days=1))
    free = {**facts(slot), "starts_on": later, "ends_on": later}
    assert client.post(ADD, free).status_code == 302
    path = f"/admin/offices/closure/{Closure.objects.get().pk}/change/"
    earlier = client.post(path, as_shown(client, path, {**free, "starts_on": str(slot.local_day)}))
    assert "People have an appointment on these days." in earlier.content.decode()


@pytest.mark.parametrize("changes", [{"is_open": ""}, {"time_zone": "Asia/Tokyo"}, HOURS])
def test_an_office_where_somebody_is_expected_keeps_its_days(
    client: Client, slot: Slot, changes: dict[str, str]
) -> None:
    make_booked(slot)
    sign_in(client, "administrator")
    path = "/admin/offices/office/TST/change/"
    answers = {key: text for key, text in {**form_of(client, path), **changes}.items() if text}
    assert (
        "People have an appointment at this office." in client.post(path, answers).content.decode()
    )
    assert not AuditEntry.objects.filter(verb="changed").exists()
    Appointment.objects.all().delete()
    assert client.post(path, answers).status_code == 302
    assert AuditEntry.objects.filter(verb="changed").count() == 1


def form_of(client: Client, path: str) -> dict[str, str]:
    """Return what the form of an office sends where nothing was changed."""
    page = Page(client.get(path).content.decode())
    form = next(form for form in page.forms if "street" in form.fields)
    rows = [row.removesuffix("id") for row in form.fields if re.match(r"opening_hours-\d+-id", row)]
    selects = {}
    for row in rows:
        if pk := form.fields[f"{row}id"]:
            hours = OpeningHours.objects.get(pk=pk)
            selects |= {f"{row}service": hours.service_id, f"{row}weekday": str(hours.weekday)}
    return {**form.fields, "is_open": "on", **selects}
