"""How the record calls appointments, and those who wait for an earlier time."""

from collections.abc import Collection

from django.db.models import QuerySet

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


def numbered(number: str, office: str) -> QuerySet[Appointment]:
    """Return the appointment of a confirmation number as it was typed, at whichever office."""
    return Appointment.objects.filter(confirmation_number=references.read_number(number))


def _at_office(office: str) -> QuerySet[Appointment]:
    return Appointment.objects.filter(slot__office=office)


def _entries_at(office: str) -> QuerySet[Entry]:
    return Entry.objects.filter(office=office)


NAMINGS = {
    "appointment": Naming(
        subjects=_appointments, permission=MAY_READ, numbered=numbered, at_office=_at_office
    ),
    "entry": Naming(subjects=_entries, permission=MAY_READ, at_office=_entries_at),
}
