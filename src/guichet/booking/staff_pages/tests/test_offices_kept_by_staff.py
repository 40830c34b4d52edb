"""Offices in the administration: what is recorded of a change, and which are not deleted."""

import pytest
from django.test import Client

from guichet.booking.testing import make_open_slot
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Closure
from guichet.offices.testing import make_office
from guichet.staff.testing import as_shown, sign_in

pytestmark = pytest.mark.django_db


def test_it_deletes_no_office_that_has_slots_and_offers_no_deletion_of_many(client: Client) -> None:
    slot = make_open_slot()
    sign_in(client, "administrator")
    assert "delete_selected" not in client.get("/admin/offices/office/").content.decode()
    assert "delete_selected" not in client.get("/admin/offices/service/").content.decode()
    assert client.get(f"/admin/offices/office/{slot.office_id}/delete/").status_code == 403
    empty = make_office(code="EMP")
    client.post(f"/admin/offices/office/{empty.pk}/delete/", {"post": "yes"})
    assert not type(empty).objects.filter(pk=empty.pk).exists()


def test_it_records_which_fields_were_changed_and_what_was_deleted(client: Client) -> None:
    sign_in(client, "administrator")
    make_office(code="NYC")
    closed = {"office": "NYC", "starts_on": "2027-01-04", "reasons": '{"en": "Repairs"}'}
    pages = "/admin/offices/closure/"
    client.post(pages + "add/", {**closed, "ends_on": "2027-01-05"})
    closure = Closure.objects.get()
    path, form = f"{pages}{closure.pk}/change/", {**closed, "ends_on": "2027-01-06"}
    client.post(path, as_shown(client, path, form))
    client.post(f"{pages}{closure.pk}/delete/", {"post": "yes"})
    entries = list(AuditEntry.objects.order_by("pk").values_list("verb", "record", "facts"))
    of = {"of": "offices.closure"}
    assert entries[0] == ("added", closure.pk, of)
    assert entries[1][:2] == ("changed", closure.pk)
    assert "Last day" in entries[1][2]["fields"]
    assert entries[2] == ("deleted", closure.pk, of)
