"""Every write to offices: the reference data of content/, and the offices of an agency."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date, time
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from guichet.offices import whereabouts
from guichet.offices.days.hours import Week, read
from guichet.offices.models import Office, OpeningHours, Service
from guichet.offices.reference.content import Reference, ServedPlace, ServiceRow
from guichet.offices.reference.hours import Template
from guichet.offices.reference.names import Names
from guichet.offices.reference.office_rows import OfficeRow

USUAL_RELEASE = time(9)
# Called with the code of an office whose hours or closures have changed, in the same transaction;
# booking withdraws slots there and tells whoever holds one.
ON_CHANGE: list[Callable[[str], None]] = []
# Called with the code of an office and a first and a last day; returns how many have an appointment
# to come in those days that nothing has closed yet.
HIT: list[Callable[[str, date, date], int]] = []

# The imported rows become those of the file; an administrator's rows are not touched.
MERGE_JURISDICTIONS = """
    INSERT INTO offices_jurisdiction
           (postal_code, country, subdivision, office_id, basis, overridden)
    SELECT postal_code, country, subdivision, office_id, basis, false FROM imported_place
        ON CONFLICT (postal_code, country, subdivision, overridden)
        DO UPDATE SET office_id = excluded.office_id, basis = excluded.basis
     WHERE (offices_jurisdiction.office_id, offices_jurisdiction.basis)
           IS DISTINCT FROM (excluded.office_id, excluded.basis)
"""
DROP_GONE_JURISDICTIONS = """
    DELETE FROM offices_jurisdiction AS old
     WHERE NOT overridden AND NOT EXISTS (
           SELECT FROM imported_place AS new
            WHERE new.postal_code = old.postal_code AND new.country = old.country
              AND new.subdivision = old.subdivision)
"""


@transaction.atomic
def import_reference(reference: Reference, places: Iterable[ServedPlace]) -> None:
    """Make the tables say what content/ says; what an administrator changed is left alone."""
    overridden = set(Office.objects.filter(overridden=True).values_list("code", flat=True))
    rows = [row for row in reference.offices() if row.code not in overridden]
    templates = {row.code: reference.templates.of(row) for row in rows}

    _write_services(reference.services)
    with whereabouts.noting(templates):
        _write_offices(
            [
                Office(
                    **_facts(row, reference.names),
                    demonstration=settings.AGENCY.is_demonstration,
                    **templates[row.code].settings,
                )
                for row in rows
            ]
        )
    _write_hours(templates)
    _write_jurisdictions(places)


@transaction.atomic
def import_offices(rows: Iterable[OfficeRow], reference: Reference) -> None:
    """Add an agency's own offices, or bring theirs up to date; the reference leaves them alone.

    Hours and settings of an office that exists stay as they are, unless the row names a template.
    """
    rows = list(rows)
    offices = Office.objects.in_bulk([row.code for row in rows])
    templates = {row.code: reference.templates.of(row) for row in rows if row.hours}

    with whereabouts.noting(offices):
        for row in rows:
            facts = _facts(row, reference.names) | {"overridden": True}
            if row.hours:
                facts |= templates[row.code].settings
            elif row.code not in offices:
                facts |= {"demonstration": False, "release_at": USUAL_RELEASE}
            facts |= row.settings
            Office.objects.update_or_create(code=row.code, defaults=facts)
    _write_hours(templates)


def put_in_force(office: Office, *, today: date) -> None:
    """Make the templates whose day has come the opening hours; forget exceptions that are over."""
    templates = office.templates.filter(is_exception=False, valid_from__lte=today)
    for template in templates.order_by("valid_from"):
        write_week(office, template.service_id, read(template.stretches))
    templates.delete()
    office.templates.filter(is_exception=True, valid_from__lt=today).delete()


def write_week(office: Office, service: str, week: Week) -> None:
    """Make a week the opening hours of a service."""
    office.opening_hours.filter(service=service).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(office=office, service_id=service, weekday=weekday, **asdict(stretch))
        for weekday, stretches in week.items()
        for stretch in stretches
    )


def days_changed(*offices: str) -> None:
    """Have the rest of the house follow a change of an office's hours or closures at once."""
    for office in dict.fromkeys(offices):
        for follow in ON_CHANGE:
            follow(office)


def _facts(row: OfficeRow, names: Names) -> dict[str, Any]:
    return {
        "code": row.code,
        "names": names.of(row.code, row.name, row.names),
        "street": row.street,
        "city": row.city,
        "subdivision": row.subdivision,
        "postal_code": row.postal_code,
        "country": row.country,
        "time_zone": row.time_zone,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "holidays_country": row.holidays_country,
    }


def _write_services(rows: Iterable[ServiceRow]) -> None:
    overridden = set(Service.objects.filter(overridden=True).values_list("code", flat=True))
    Service.objects.bulk_create(
        [
            Service(
                code=row.code,
                names=row.names,
                duration_minutes=row.minutes,
                position=row.position,
            )
            for row in rows
            if row.code not in overridden
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["names", "duration_minutes", "position"],
    )


def _write_offices(offices: list[Office]) -> None:
    Office.objects.bulk_create(
        offices,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            field.name for field in Office._meta.concrete_fields if field.name != "code"
        ],
    )


def _write_hours(templates: dict[str, Template]) -> None:
    planned = {
        (code, part.service, part.weekday, part.opens_at, part.closes_at, part.desks)
        for code, template in templates.items()
        for part in template.stretches
    }
    fields = ("office_id", "service_id", "weekday", "opens_at", "closes_at", "desks")
    present = {
        row[1:]: row[0]
        for row in OpeningHours.objects.filter(office__in=templates).values_list("pk", *fields)
    }
    stale = [pk for row, pk in present.items() if row not in planned]
    OpeningHours.objects.filter(pk__in=stale).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(**dict(zip(fields, row, strict=True)))
        for row in sorted(planned - present.keys())
    )


def _write_jurisdictions(places: Iterable[ServedPlace]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE imported_place (postal_code text, country text,"
            " subdivision text, office_id text, basis text)"
        )
        with cursor.copy("COPY imported_place FROM STDIN") as copy:
            for place in places:
                copy.write_row(
                    (place.postal_code, place.country, place.subdivision, place.office, place.basis)
                )
        cursor.execute("ANALYZE imported_place")
        cursor.execute(MERGE_JURISDICTIONS)
        cursor.execute(DROP_GONE_JURISDICTIONS)
        cursor.execute("DROP TABLE imported_place")
