"""Ready-made offices and services, for tests and for the demonstration."""

from datetime import time

from guichet.offices.models import Jurisdiction, Office, OpeningHours, Service


def make_office(*, code: str = "TST", zone: str = "America/New_York") -> Office:
    """Return an open office in a time zone."""
    return Office.objects.create(
        code=code,
        names={"en": "Test Field Office"},
        street="1 Main Street",
        city="Springfield",
        subdivision="NY",
        postal_code="10001",
        country="US",
        time_zone=zone,
        latitude=0,
        longitude=0,
        release_at=time(9),
    )


def make_service(*, code: str = "case_question", minutes: int = 20) -> Service:
    """Return a service of so many minutes."""
    return Service.objects.create(code=code, names={"en": "Case"}, duration_minutes=minutes)


def make_hours(
    office: Office,
    service: Service,
    *,
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5),
    opens_at: time = time(9),
    closes_at: time = time(12),
    desks: int = 1,
) -> list[OpeningHours]:
    """Return the office's hours for the service, the same stretch on each weekday."""
    return OpeningHours.objects.bulk_create(
        OpeningHours(
            office=office,
            service=service,
            weekday=weekday,
            opens_at=opens_at,
            closes_at=closes_at,
            desks=desks,
        )
        for weekday in weekdays
    )


def make_jurisdiction(office: Office | None, **place: str) -> Jurisdiction:
    """Return an administrator's row that gives a place to the office."""
    return Jurisdiction.objects.create(office=office, **place)
