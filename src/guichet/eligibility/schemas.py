"""The shapes in which programs ask about the authorization; they document the API."""

from typing import Literal

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

StatusCa = Literal[
    "citizen", "permanent_resident", "temporary_resident_permit", "work_or_study_permit", "none"
]
UsStatus = Literal["national", "permanent_resident", "valid_nonimmigrant_visa", "none"]
Mode = Literal["air", "land", "cruise", "vessel_from_spm", "other_sea"]
DocumentType = Literal[
    "ordinary",
    "diplomatic",
    "official",
    "service",
    "emergency",
    "refugee",
    "stateless",
    "alien",
]
Feature = Literal[
    "electronic",
    "personal_id_number",
    "national_passport",
    "hksar",
    "right_of_abode",
    "readmissible_to_uk",
    "listed_overseas_territory",
    "hong_kong_connection",
]
Purpose = Literal[
    "visit",
    "transit",
    "air_crew",
    "land_crew",
    "vessel_crew",
    "official",
    "military",
    "inspection",
    "reentry",
]


class DocumentIn(BaseModel):
    """The document of the journey."""

    model_config = ConfigDict(extra="forbid")

    issuer: str = Field(default="", description="ISO 3166 alpha-3 or ICAO 9303 code.")
    type: DocumentType = "ordinary"
    features: list[Feature] = Field(
        default=[], description="A list that is given is complete; left out, it is unknown."
    )


class EligibilityIn(BaseModel):
    """What is known of somebody. Every fact may be left out; null is as good."""

    model_config = ConfigDict(extra="forbid")

    status_ca: StatusCa = "none"
    nationalities: list[str] = Field(
        default=[], description="All of them: ISO 3166 alpha-3 or ICAO 9303 codes."
    )
    us_status: UsStatus = "none"
    holds_valid_trv: bool = False
    mode: Mode = "air"
    document: DocumentIn = DocumentIn()
    trv_in_last_10_years: bool = False
    purpose: Purpose = "visit"
    origin: str = Field(default="", description="ISO 3166 alpha-3 code of the last country.")
    resident_of_spm: bool = False
    accredited: bool = False
    royal_family: bool = False
    leaves_within_24h: bool = Field(
        default=False, description="Of air crew who travel as passengers."
    )
    onward_visa: bool = False
    transit_programme_carrier: bool = False
    stop: Literal["none", "refuel", "emergency"] = "none"
    on: str = Field(
        default="",
        description="Day of travel, today if left out; not before the rules are known.",
        json_schema_extra={"format": "date"},
    )


class HintOut(Schema):
    """Another passport would do better."""

    nationality: str
    answer: str
    detail: str


class EligibilityOut(Schema):
    """The answer with its reason and legal source, or the one fact needed next in `asks`."""

    answer: Literal["eta_required", "not_required", "visa_required", "not_possible"] | None
    row: int | None = Field(description="The row of the decision table, 1 to 21.")
    reason: str | None
    instruction: str | None
    source: str | None
    valid_from: str | None = Field(description="Since when the row reads as it does.")
    asks: list[str]
    hint: HintOut | None
