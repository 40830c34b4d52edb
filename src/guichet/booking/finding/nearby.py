"""Where else somebody may turn: offices near the one that serves them, and its other services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from guichet.booking.finding import answers
from guichet.booking.finding.answers import Answers
from guichet.booking.finding.office_page import ServiceCard, card_of, name_in
from guichet.booking.queries import FREE_PLACES
from guichet.kernel.content.texts import Text
from guichet.offices import queries
from guichet.offices.models import Office, Service
from guichet.web.addresses.paths import address

# The first free time of each of several pairs of an office and a service, where there is one.
FIRST_FREE = f"""
  SELECT pair.office, pair.service, earliest.starts_at
    FROM unnest(%(offices)s::text[], %(services)s::text[]) AS pair (office, service)
   CROSS JOIN LATERAL (
         SELECT slot.starts_at FROM booking_slot AS slot
          WHERE slot.office_id = pair.office AND slot.service_id = pair.service
            AND slot.starts_at > %(now)s AND slot.opens_at <= %(now)s AND NOT slot.closed
            AND {FREE_PLACES} > 0
          ORDER BY slot.starts_at LIMIT 1) AS earliest
"""  # noqa: S608 - both texts are ours
ASKED, SHOWN = 20, 5  # offices near another one: asked for a free time, and shown


@dataclass(frozen=True, slots=True)
class OtherOffice:
    """An office near another one, and how far it is from there in a straight line."""

    name: Text
    kilometers: int
    country: str
    url: str
    first_free: datetime | None = None  # of a service, on the clock of that office


@dataclass(frozen=True, slots=True)
class OtherService:
    """Something else the same office receives people for."""

    card: ServiceCard
    url: str
    first_free: datetime | None = None  # on the clock of the office


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where else somebody may turn who finds nothing free, each with its first free time."""

    offices: list[OtherOffice]
    services: list[OtherService]


def is_abroad(office: Office, country: str) -> bool:
    """Tell whether the country that somebody chose is served from another one."""
    return bool(country) and country != office.country


def offices_near(office: Office, *, language: str, choices: Answers) -> list[OtherOffice]:
    """Return the offices nearest to one."""
    query = answers.query(choices)
    return [
        OtherOffice(
            name=name_in(other.names, language),
            kilometers=kilometers,
            country=other.country,
            url=address("booking:office", language, office=other.pk) + query,
        )
        for other, kilometers in queries.nearby(office, most=SHOWN)
    ]


def elsewhere(
    office: Office, service: Service, *, language: str, choices: Answers, now: datetime
) -> Elsewhere:
    """Return the nearest offices where this service is free, and this office's other services.

    One statement asks all of them for their first free time.
    """
    near = queries.nearby(office, service=service.pk, most=ASKED)
    others = [other for other in queries.services_of(office) if other.pk != service.pk]
    pairs = [(other.pk, service.pk) for other, _ in near] + [
        (office.pk, other.pk) for other in others
    ]
    free = first_free(pairs, now=now)
    return Elsewhere(
        offices=[
            OtherOffice(
                name=name_in(other.names, language),
                kilometers=kilometers,
                country=other.country,
                url=address("booking:times", language, office=other.pk, service=service.pk)
                + answers.query(choices),
                first_free=_at(other, free[other.pk, service.pk]),
            )
            for other, kilometers in near
            if (other.pk, service.pk) in free
        ][:SHOWN],
        services=[
            _other_service(office, other, free.get((office.pk, other.pk)), language, choices)
            for other in others
        ],
    )


def first_free(
    pairs: Sequence[tuple[str, str]], *, now: datetime
) -> dict[tuple[str, str], datetime]:
    """Return the first free time of each office and service that has one, from one statement."""
    offices, services = [office for office, _ in pairs], [service for _, service in pairs]
    with connection.cursor() as cursor:
        cursor.execute(FIRST_FREE, {"offices": offices, "services": services, "now": now})
        return {(office, service): moment for office, service, moment in cursor.fetchall()}


def _other_service(
    office: Office, other: Service, starts_at: datetime | None, language: str, choices: Answers
) -> OtherService:
    country = answers.country_of(choices)
    query = answers.query({answers.COUNTRY: [country]} if country else {})
    return OtherService(
        card=card_of(other, language),
        url=address("booking:documents", language, office=office.pk, service=other.pk) + query,
        first_free=_at(office, starts_at) if starts_at else None,
    )


def _at(office: Office, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(office.time_zone))
