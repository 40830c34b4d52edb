"""The shapes that programs send and get; what they send is checked against them field by field."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from guichet.booking.details import LONGEST_EMAIL, LONGEST_TYPED
from guichet.booking.rules import LONGEST_NAME
from guichet.kernel.bodies import unreadable_fields
from guichet.offices.schemas import OfficeBriefOut, ProblemOut

Identifier = Annotated[str, StringConstraints(strict=True, max_length=200)]
Typed = Annotated[str, StringConstraints(strict=True, max_length=LONGEST_TYPED)]
_CODES = {"missing": "required", "string_too_long": "too_long"}
MOST_ERRORS = 20


class Sent(BaseModel):
    """What a program sends: nothing beside the fields that are named."""

    model_config = ConfigDict(extra="forbid")


class NothingIn(Sent):
    """A body without a field; none at all is as good."""


class SlotIn(Sent):
    """The slot that is wanted."""

    slot: Identifier


class IdentityIn(Sent):
    """Who somebody is."""

    name: Typed = Field(
        description=f"As on the identity document, in any script; {LONGEST_NAME} characters."
    )
    date_of_birth: Typed = Field(json_schema_extra={"format": "date"})
    phone: Typed = Field(description="E.164, or as it is dialed in the office's country.")
    email: Typed | None = Field(default=None, description=f"{LONGEST_EMAIL} characters.")


class AppointmentIn(IdentityIn):
    """Who comes, and when: exactly one of `slot` and `hold`."""

    slot: Identifier | None = None
    hold: Identifier | None = None
    service: Identifier | None = Field(default=None, description="Must be the slot's, if given.")
    language: Identifier = Field(description="The language of the notice.", examples=["en"])
    case_number: Typed | None = None
    access_needs: Typed | None = None
    interpreter: Typed | None = None


class LostIn(IdentityIn):
    """Who somebody is, as they said when they booked."""

    language: Identifier | None = Field(default=None, description="Of the message that goes out.")


class DayOut(Schema):
    """A day at the office and how many places are free."""

    date: str = Field(json_schema_extra={"format": "date"})
    free: int


class DaysOut(Schema):
    """Every day asked for. `next_release_at` is the start of the announced window."""

    days: list[DayOut]
    next_release_at: str | None = Field(json_schema_extra={"format": "date-time"})


class SlotOut(Schema):
    """A time, with the office's offset, and how many places are free."""

    id: str
    starts_at: str = Field(json_schema_extra={"format": "date-time"})
    ends_at: str = Field(json_schema_extra={"format": "date-time"})
    free: int


class SlotsOut(Schema):
    """The released times of the days asked for, full ones included."""

    slots: list[SlotOut]


class HoldOut(Schema):
    """A place that is kept for some minutes; `hold` cannot be guessed."""

    hold: str
    expires_at: str = Field(json_schema_extra={"format": "date-time"})


class ServiceBriefOut(Schema):
    code: str
    name: str


class DocumentOut(Schema):
    """What to bring, and the kinds of it that will do."""

    text: str
    detail: list[str]


class NoticeLinksOut(Schema):
    """Where the notice is, in each form; number and PIN open it."""

    html: str
    pdf: str
    ics: str


class AppointmentOut(Schema):
    """An appointment, without its PIN."""

    confirmation_number: str
    starts_at: str = Field(json_schema_extra={"format": "date-time"})
    ends_at: str = Field(json_schema_extra={"format": "date-time"})
    service: ServiceBriefOut
    office: OfficeBriefOut
    room: str
    arrive_early_minutes: int
    language: str
    documents: list[DocumentOut]
    notice: NoticeLinksOut


class BookedOut(AppointmentOut):
    """A fresh appointment, and the PIN that opens it."""

    pin: str


class StatusOut(AppointmentOut):
    """An appointment and where it stands."""

    status: Literal["booked", "cancelled", "checked_in", "completed", "no_show"]


class AcceptedOut(Schema):
    """The same answer for everybody."""

    detail: str


class NoPlaceOut(ProblemOut):
    """A conflict; with code `slot_full`, the nearest free times of the same office and service."""

    alternatives: list[SlotOut] = []


def misfits(shape: type[BaseModel], sent: Mapping[str, object]) -> dict[str, str]:
    """Return the fields that do not fit a shape, each with its code."""
    known = {field: value for field, value in sent.items() if field in shape.model_fields}
    wrong = {field[:100]: "unknown_field" for field in sent if field not in known}
    wrong |= unreadable_fields(known)
    try:
        shape.model_validate(known)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=False):
            field = str(fault["loc"][0])
            empty = field in known and known[field] is None
            code = "required" if empty else _CODES.get(fault["type"], "malformed")
            wrong.setdefault(field, code)
    return dict(list(wrong.items())[:MOST_ERRORS])


def takes(shape: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """Describe the body of a call for OpenAPI, and the header that makes it safe to repeat."""
    return {
        "requestBody": {
            "required": required,
            "content": {"application/json": {"schema": shape.model_json_schema()}},
        },
        "parameters": [
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": False,
                "description": "Kept for 24 hours: the same key and body answer the same.",
                "schema": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 255,
                    "pattern": "^[ -~]+$",
                },
            }
        ],
    }
