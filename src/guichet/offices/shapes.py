"""Offices as programs are told of them."""

from collections.abc import Mapping

from guichet.kernel.content.layers import shown_in
from guichet.offices import bookable, queries
from guichet.offices.models import Office


def office_shape(office: Office, *, language: str) -> dict[str, object]:
    """Return an office as the API answers it, named in the reader's language."""
    address: dict[str, object] = {"lines": [office.street], "city": office.city}
    if office.subdivision:
        address["subdivision"] = office.subdivision
    return {
        "code": office.pk,
        "name": named(office.names, language=language),
        "address": {**address, "postal_code": office.postal_code, "country": office.country},
        "time_zone": office.time_zone,
    }


def office_with_services(office: Office, *, language: str) -> dict[str, object]:
    """Return an office and what it can be visited for, with the minutes of the times to come."""
    minutes = bookable.minutes_at(office.pk)
    services = [
        {
            "code": service.pk,
            "name": named(service.names, language=language),
            "duration_minutes": minutes.get(service.pk, service.duration_minutes),
        }
        for service in queries.services_of(office)
    ]
    return {**office_shape(office, language=language), "services": services}


def named(names: Mapping[str, str], *, language: str) -> str:
    """Return a name in the language, or else in the agency's first."""
    return names[shown_in(names, language)]
