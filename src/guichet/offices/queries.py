"""Reads: which office serves a place, what for, and when it is open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db.models import QuerySet

from guichet.agency.values import is_country
from guichet.kernel.database.rows import Reader
from guichet.kernel.obstacles import Obstacle
from guichet.offices import geography, rules
from guichet.offices.days import holidays
from guichet.offices.days.hours import ServiceHours, read
from guichet.offices.models import (
    Closure,
    HoursTemplate,
    Jurisdiction,
    Office,
    OpeningHours,
    Service,
)
from guichet.offices.reference import home_country
from guichet.offices.rules import Stretch

OFFICES = Reader(Office)
HOURS = Reader(OpeningHours, "service")
TEMPLATES = Reader(HoursTemplate, "service")
CLOSURES = Reader(Closure)
JURISDICTIONS = Reader(Jurisdiction, "office")
FIRST = date.min  # from when the opening hours are valid
Ask = Literal["country", "subdivision", "postal_code"]


@dataclass(frozen=True)
class OfficeMatch:
    """The offices that serve a place, or the one thing still to be asked.

    Neither: no office serves it. `closed` holds an office that would, but receives nobody now.
    """

    offices: list[Office] = field(default_factory=list)
    ask: Ask | None = None
    closed: list[Office] = field(default_factory=list)


def find_office(
    *, postal_code: str | None = None, country: str | None = None, subdivision: str | None = None
) -> OfficeMatch:
    """Return the office of a ZIP code, or of a country and its subdivision, as they were typed.

    Raises Obstacle for a code nobody knows. An administrator's row wins over an imported one.
    """
    if (not postal_code) == (not country):
        raise Obstacle("exactly_one_place", field="postal_code")
    if postal_code:
        is_zip = home_country.has_zip_codes()
        read = rules.read_postal_code if is_zip else rules.read_foreign_code
        return _by_postal_code(read(postal_code))
    code = rules.read_country(country or "")
    if not subdivision:
        return _by_country(code)
    part = rules.read_subdivision(subdivision, country=code)
    if territory := geography.TERRITORY_OF_SUBDIVISION.get(part):
        return _by_country(territory)
    return _by_country(code, part)


def countries_served(office: Office) -> list[str]:
    """Return the codes of the countries whose people an office abroad receives; ours has none."""
    served = Jurisdiction.objects.filter(office=office).exclude(country="")
    return list(served.order_by("country").values_list("country", flat=True).distinct())


def subdivisions_of(country: str) -> tuple[str, ...]:
    """Return the subdivisions to choose from where `find_office` asks for one, in code order."""
    return geography.subdivisions_of(country)


def office(code: str) -> Office | None:
    """Return an office, open or not."""
    return OFFICES.first("it.code = %s", [code])


def offices() -> QuerySet[Office]:
    """Return the offices that receive clients."""
    return Office.objects.filter(is_open=True)


def names_by_code() -> dict[str, str]:
    """Return every office, open or not, as staff call it: its code and its name."""
    return {office.code: str(office) for office in Office.objects.all()}


def nearby(office: Office, *, service: str = "", most: int = 5) -> list[tuple[Office, int]]:
    """Return the open offices nearest to one, each with its distance in kilometers.

    With a service only those that are open for it.
    """
    others = offices().exclude(pk=office.pk)
    if service:
        others = others.filter(pk__in=OpeningHours.objects.filter(service=service).values("office"))
    here = float(office.latitude), float(office.longitude)
    apart = [
        (other, rules.kilometers_between(here, (float(other.latitude), float(other.longitude))))
        for other in others
    ]
    return sorted(apart, key=lambda pair: (pair[1], pair[0].pk))[:most]


def services_of(office: Office) -> QuerySet[Service]:
    """Return what the office is open for, in the order shown to clients."""
    return Service.objects.filter(pk__in=office.opening_hours.values("service"))


def opening_hours_of(office: Office) -> list[OpeningHours]:
    """Return the office's hours of every service, each with the service, Monday first."""
    return HOURS.all(
        "it.office_id = %s ORDER BY it.weekday, it.opens_at, service.position", [office.pk]
    )


def hours_of(
    office: Office, *, rows: Sequence[OpeningHours] | None = None
) -> dict[str, ServiceHours]:
    """Return the hours of an office by service, with what is planned and what a day has apart.

    `rows` are its opening hours where they have been read.
    """
    weeks: dict[str, dict[int, list[Stretch]]] = {}
    services = dict[str, Service]()
    for row in opening_hours_of(office) if rows is None else rows:
        services[row.service_id] = row.service
        week = weeks.setdefault(row.service_id, {})
        week.setdefault(row.weekday, []).append(row.stretch)
    templates = list(TEMPLATES.all("it.office_id = %s ORDER BY it.valid_from", [office.pk]))
    for template in templates:
        services[template.service_id] = template.service
    hours = {
        code: ServiceHours(code, services[code].duration_minutes, [(FIRST, weeks.get(code, {}))])
        for code in services
    }
    for template in templates:
        planned, code, first = read(template.stretches), template.service_id, template.valid_from
        hours[code] = (
            hours[code].with_day(first, planned.get(first.isoweekday(), ()))
            if template.is_exception
            else hours[code].with_week(first, planned)
        )
    return hours


def closures_of(office: Office, *, first: date, last: date) -> list[Closure]:
    """Return the office's own closures that touch some days."""
    return CLOSURES.all(
        "it.office_id = %s AND it.ends_on >= %s AND it.starts_on <= %s ORDER BY it.starts_on",
        [office.pk, first, last],
    )


def closed_days_of(office: Office, *, years: Iterable[int]) -> frozenset[date]:
    """Return the holidays the office keeps; its own closures are rows beside them."""
    return holidays.closed_days(office.holidays_country, office.holidays_subdivision, years=years)


def _by_postal_code(postal_code: str) -> OfficeMatch:
    row = JURISDICTIONS.first("it.postal_code = %s ORDER BY it.overridden DESC", [postal_code])
    if row is None:
        raise Obstacle("unknown_postal_code", field="postal_code")
    # A ZIP without an office is a military or Pacific one: the country decides.
    return _served_by(row.office) if row.office else OfficeMatch(ask="country")


def _by_country(country: str, subdivision: str = "") -> OfficeMatch:
    rows = Jurisdiction.objects.filter(country=country).select_related("office")
    by_part = {row.subdivision: row for row in rows.order_by("overridden")}  # the last one wins
    if not by_part:
        if not is_country(country):
            raise Obstacle("unknown_country", field="country")
        return OfficeMatch()
    whole = by_part.get("")
    if whole and whole.is_domestic:
        return OfficeMatch(ask="postal_code")
    if not subdivision and any(by_part):
        return OfficeMatch(ask="subdivision")
    if subdivision not in by_part and subdivision and not geography.is_subdivision(subdivision):
        raise Obstacle("unknown_subdivision", field="subdivision")
    row = by_part.get(subdivision, whole)
    return _served_by(row.office if row else None)


def _served_by(office: Office | None) -> OfficeMatch:
    if office is None:
        return OfficeMatch()
    return OfficeMatch(offices=[office]) if office.is_open else OfficeMatch(closed=[office])
