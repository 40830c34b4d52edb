"""The shapes in which programs see offices; they document the API and are proved by its tests."""

from typing import Literal

from ninja import Schema
from pydantic import Field

from guichet.offices.reference import home_country


class AddressOut(Schema):
    """A postal address; `lines` holds the street, `subdivision` is left out where there is none."""

    lines: list[str]
    city: str
    subdivision: str = ""
    postal_code: str
    country: str = Field(description="ISO 3166-1 alpha-2.", examples=home_country.examples())


class ServiceOut(Schema):
    """What an appointment can be for."""

    code: str
    name: str
    duration_minutes: int = Field(description="Of the times to come at this office.")


class OfficeBriefOut(Schema):
    """An office and where it is."""

    code: str
    name: str
    address: AddressOut
    time_zone: str = Field(description="A name of the IANA database.")


class OfficeOut(OfficeBriefOut):
    """An office and what it can be visited for."""

    services: list[ServiceOut]


class OfficesOut(Schema):
    """The offices that serve a place, or the one thing still to be asked."""

    offices: list[OfficeOut]
    ask: Literal["country", "subdivision", "postal_code"] | None
