"""Where else somebody may turn: offices near the one that serves them, and its other services."""

from dataclasses import dataclass

from guichet.booking import answers
from guichet.booking.answers import Answers
from guichet.booking.office_page import ServiceCard, card_of, named
from guichet.kernel.texts import Text
from guichet.offices import queries
from guichet.offices.models import Office, Service
from guichet.web.addresses import address


@dataclass(frozen=True, slots=True)
class OtherOffice:
    """An office near another one, and how far it is from there in a straight line."""

    name: Text
    kilometers: int
    country: str
    url: str


@dataclass(frozen=True, slots=True)
class OtherService:
    """Something else the same office receives people for."""

    card: ServiceCard
    url: str


def is_abroad(office: Office, country: str) -> bool:
    """Tell whether the country that somebody chose is served from another one."""
    return bool(country) and country != office.country


def offices_near(
    office: Office, *, language: str, given: Answers, service: str = ""
) -> list[OtherOffice]:
    """Return the offices nearest to one; with a service, those that offer it, at its times."""
    chosen = answers.query(given)
    return [
        OtherOffice(
            name=named(other.names, language),
            kilometers=kilometers,
            country=other.country,
            url=_address(other, service, language) + chosen,
        )
        for other, kilometers in queries.nearby(office, service=service)
    ]


def other_services(
    office: Office, service: Service, *, language: str, given: Answers
) -> list[OtherService]:
    """Return what else the office is open for, each with the way to it."""
    country = answers.country_of(given)
    chosen = answers.query({answers.COUNTRY: [country]} if country else {})
    return [
        OtherService(
            card=card_of(other, language),
            url=address("booking:documents", language, office=office.pk, service=other.pk) + chosen,
        )
        for other in queries.services_of(office)
        if other.pk != service.pk
    ]


def _address(office: Office, service: str, language: str) -> str:
    if service:
        return address("booking:times", language, office=office.pk, service=service)
    return address("booking:office", language, office=office.pk)
