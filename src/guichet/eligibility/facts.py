"""What somebody says of themselves when they ask whether they need an authorization.

The names, the values and the order of asking are those of the public API. Every fact may be left
out; a fact that is not known is None. None of it says who the person is.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import typed_text

FROM_NEAR = "vessel_from_spm"  # a way of arriving that is offered where the table names `near`
VALUES: Mapping[str, tuple[str, ...]] = {
    "status_ca": (
        "citizen",
        "permanent_resident",
        "temporary_resident_permit",
        "work_or_study_permit",
        "none",
    ),
    "us_status": ("national", "permanent_resident", "valid_nonimmigrant_visa", "none"),
    "mode": ("air", "land", "cruise", FROM_NEAR, "other_sea"),
    "purpose": (
        "visit",
        "transit",
        "air_crew",
        "land_crew",
        "vessel_crew",
        "official",
        "military",
        "inspection",
        "reentry",
    ),
    "stop": ("none", "refuel", "emergency"),
}
DOCUMENT_TYPES = (
    "ordinary",
    "diplomatic",
    "official",
    "service",
    "emergency",
    "refugee",
    "stateless",
    "alien",
)
FEATURES = (
    "electronic",
    "personal_id_number",
    "national_passport",
    "hksar",
    "right_of_abode",
    "readmissible_to_uk",
    "listed_overseas_territory",
    "hong_kong_connection",
)
DAY = "on"
MOST_NATIONALITIES = 20
MOST_ERRORS = 20
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Errors = dict[str, str]  # a field, as it is named in the request, and the code of what is wrong


@dataclass(frozen=True, slots=True)
class Document:
    """The document of the journey. `features` None: nobody said which it has."""

    issuer: str | None = None
    type: str | None = None
    features: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the table of eligibility looks at, in the order in which it is asked.

    From `purpose` on the facts are rare, and count as absent where they are left out.
    """

    status_ca: str | None = None
    nationalities: tuple[str, ...] | None = None
    us_status: str | None = None
    holds_valid_trv: bool | None = None
    mode: str | None = None
    document: Document | None = None
    trv_in_last_10_years: bool | None = None
    purpose: str | None = None
    origin: str | None = None
    resident_of_spm: bool | None = None
    accredited: bool | None = None
    royal_family: bool | None = None
    leaves_within_24h: bool | None = None
    onward_visa: bool | None = None
    transit_programme_carrier: bool | None = None
    stop: str | None = None


NAMES = tuple(field.name for field in fields(Facts))
COMMON = NAMES[: NAMES.index("purpose")]
RARE = NAMES[len(COMMON) :]


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that name a nationality, an issuer, a place, and those that name none."""

    nationalities: Collection[str]
    places: Collection[str]
    not_nationalities: Collection[str]
    issuers: Collection[str]  # of passports, countries and others


def read(body: Mapping[str, object], codes: Codes) -> tuple[Facts, date | None]:
    """Return the facts of a request and the day they are asked for, or raise Obstacle."""
    unknown = [name for name in body if name not in (*NAMES, DAY)]
    errors: Errors = dict.fromkeys(unknown[:MOST_ERRORS], "unknown_field")
    values: dict[str, object] = {}
    for name in (*NAMES, DAY):
        if body.get(name) is not None:  # null is as if it were left out
            values[name] = _read_one(name, body[name], codes, errors)
    if errors:
        raise Obstacle("invalid", errors=errors)
    day = values.pop(DAY, None)
    return Facts(**values), day if isinstance(day, date) else None  # type: ignore[arg-type]


def _read_one(name: str, value: object, codes: Codes, errors: Errors) -> object:
    """Return one fact as the table reads it; note what is wrong with it."""
    value = _plain(value)
    if name == "nationalities":
        return _nationalities(value, codes, errors)
    if name == "document":
        return _document(value, codes, errors)
    if name == DAY:
        return _day(value, errors)
    if name in VALUES:
        _one_of(value, VALUES[name], field=name, errors=errors)
    elif name == "origin":
        value = capitals(value)
        _one_of(value, codes.places, field=name, errors=errors)
    elif not isinstance(value, bool):
        errors[name] = "malformed"
    return value


def _plain(value: object) -> object:
    """Return texts as they are read everywhere, also in a list."""
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return typed_text.plain(value) if isinstance(value, str) else value


def _one_of(value: object, choices: Collection[str], *, field: str, errors: Errors) -> None:
    if not isinstance(value, str):
        errors[field] = "malformed"
    elif value not in choices:
        errors[field] = "unknown_value"


def _nationalities(value: object, codes: Codes, errors: Errors) -> tuple[str, ...]:
    field = "nationalities"
    if not isinstance(value, list):
        errors[field] = "malformed"
        return ()
    if not value:
        errors[field] = "required"
    if len(value) > MOST_NATIONALITIES:
        errors[field] = "too_many_values"
        return ()
    spellings = [capitals(code) for code in value]
    for code in spellings:
        _code(code, codes, field=field, errors=errors)
    return tuple(dict.fromkeys(str(code) for code in spellings))


def capitals(code: object) -> object:
    """Return a code of a country as the lists write it; anything else as it is.

    >>> capitals("deu"), capitals(7)
    ('DEU', 7)
    """
    return typed_text.plain(code).upper() if isinstance(code, str) else code


def _code(code: object, codes: Codes, *, field: str, errors: Errors) -> None:
    if isinstance(code, str) and code in codes.not_nationalities:
        errors[field] = "not_a_nationality"
    else:
        _one_of(code, codes.nationalities, field=field, errors=errors)


def _document(value: object, codes: Codes, errors: Errors) -> Document:
    if not isinstance(value, dict):
        errors["document"] = "malformed"
        return Document()
    parts = {"issuer", "type", "features"}
    value = {name: _plain(part) for name, part in value.items()}
    unknown = [f"document.{name}" for name in value if name not in parts]
    errors |= dict.fromkeys(unknown[:MOST_ERRORS], "unknown_field")
    value = {name: part for name, part in value.items() if part is not None}
    issuer = capitals(value.get("issuer"))
    if "issuer" in value:
        _code(issuer, codes, field="document.issuer", errors=errors)
    if "type" in value:
        _one_of(value["type"], DOCUMENT_TYPES, field="document.type", errors=errors)
    if "features" not in value:
        return Document(issuer, value.get("type"))  # type: ignore[arg-type]
    features = _features(value["features"], errors)
    return Document(issuer, value.get("type"), features)  # type: ignore[arg-type]


def _features(value: object, errors: Errors) -> frozenset[str]:
    field = "document.features"
    if not isinstance(value, list):
        errors[field] = "malformed"
        return frozenset()
    for feature in value:
        _one_of(feature, FEATURES, field=field, errors=errors)
    return frozenset(str(feature) for feature in value)


def _day(value: object, errors: Errors) -> date | None:
    if isinstance(value, str) and _ISO_DAY.fullmatch(value) and value.isascii():
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    errors[DAY] = "malformed"
    return None
