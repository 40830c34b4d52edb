"""Ready-made offices and services, for tests and for the demonstration."""

from datetime import time

from guichet.offices.models import Office, Service


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
