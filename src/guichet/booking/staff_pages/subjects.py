"""How the record calls appointments, and those who wait for an earlier time."""

from collections.abc import Collection

from guichet.booking.models import Appointment
from guichet.booking.tables.earlier import Entry
from guichet.kernel import references
from guichet.staff.subjects import Naming, Subject

MAY_READ = "see_appointments"


def _appointments(pks: Collection[int]) -> dict[int, Subject]:
    rows = Appointment.objects.filter(pk__in=pks)
    return {
        pk: Subject(name=references.for_people(number or ""), office=office)
        for pk, number, office in rows.values_list("pk", "confirmation_number", "slot__office")
    }


def _entries(pks: Collection[int]) -> dict[int, Subject]:
    rows = Entry.objects.filter(pk__in=pks)
    return {pk: Subject(office=office) for pk, office in rows.values_list("pk", "office")}


NAMINGS = {
    "appointment": Naming(subjects=_appointments, permission=MAY_READ),
    "entry": Naming(subjects=_entries, permission=MAY_READ),
}
