"""Records read by hand-written statements are the ones that plain queries read."""

import re
from pathlib import Path

import pytest
from django.db.models import Model

from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import make_booked, make_open_slot
from guichet.kernel.database import rows
from guichet.kernel.database.rows import Reader
from guichet.offices.models import Jurisdiction, Office
from guichet.offices.testing import make_office

pytestmark = pytest.mark.django_db


def facts(record: Model) -> dict[str, object]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


def test_it_reads_a_record_and_all_it_belongs_to() -> None:
    pk = make_booked().appointment.pk
    plain = Appointment.objects.select_related("slot__office", "slot__service").get(pk=pk)

    read = Reader(Appointment, "slot", "slot__office", "slot__service").first("it.id = %s", [pk])

    assert read == plain
    assert facts(read) == facts(plain)
    assert facts(read.slot) == facts(plain.slot)
    assert facts(read.slot.office) == facts(plain.slot.office)
    assert facts(read.slot.service) == facts(plain.slot.service)


def test_it_asks_once_for_all_of_it(django_assert_num_queries) -> None:
    pk = make_open_slot().pk

    with django_assert_num_queries(1):
        slot = Reader(Slot, "office", "service").first("it.id = %s", [pk])
        assert slot and slot.office.names["en"] and slot.service.names["en"]


def test_it_gives_none_for_what_is_not_there() -> None:
    assert Reader(Office).first("it.code = %s", ["NONE"]) is None
    assert Reader(Office).all("true", []) == []


def test_it_leaves_empty_what_a_record_belongs_to_nowhere(django_assert_num_queries) -> None:
    Jurisdiction.objects.create(postal_code="00001")
    Jurisdiction.objects.create(postal_code="00002", office=make_office())

    with django_assert_num_queries(1):
        rows = Reader(Jurisdiction, "office").all("true ORDER BY it.postal_code", [])
        codes = [row.office and row.office.code for row in rows]

    assert codes == [None, "TST"]


def test_it_makes_records_that_can_be_changed_and_saved() -> None:
    office = Reader(Office).first("it.code = %s", [make_office().pk])
    assert office

    office.room = "12"
    office.save()

    assert Office.objects.get().room == "12"


def test_it_needs_no_private_name_of_django() -> None:
    source = Path(rows.__file__).read_text()
    assert set(re.findall(r"\._[a-z]\w*", source.replace("self._", ""))) == {"._meta"}  # documented
