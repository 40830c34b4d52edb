"""The shapes that programs send and get."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, Strict, StringConstraints

from guichet.booking.clients.details import LONGEST_EMAIL, LONGEST_TYPED
from guichet.booking.rules import LONGEST_NAME
from guichet.kernel.programs.shapes import ProblemOut, Reads, RequestBody
from guichet.kernel.reading import typed_text
from guichet.offices.reference import home_country
from guichet.offices.schemas import OfficeBriefOut
from guichet.web.languages import FIRST

Identifier = Annotated[str, StringConstraints(strict=True, max_length=200)]
Typed = Annotated[str, StringConstraints(strict=True, max_length=LONGEST_TYPED)]


class SlotIn(RequestBody):
    """The slot that is wanted."""

    slot: Identifier


class IdentityIn(RequestBody):
    """Who somebody is."""

    name: Annotated[Typed, Reads(typed_text.name)] = Field(
        description=f"As on the identity document, in any script; {LONGEST_NAME} characters."
    )
    date_of_birth: Typed = Field(
        description="As on the document: `1980-05-17`; `1980-05` or `1980` where it shows no more.",
        examples=["1985-05-17"],
    )
    phone: Typed = Field(
        description=(
            "E.164, or as it is dialed in the country of the person or of the office; with an"
            " extension where there is one, as in `… ext. 12`."
        )
    )
    email: Typed | None = Field(default=None, description=f"{LONGEST_EMAIL} characters.")


class AppointmentIn(IdentityIn):
    """Who comes, and when: exactly one of `slot` and `hold`."""

    slot: Identifier | None = None
    hold: Identifier | None = None
    service: Identifier | None = Field(default=None, description="Must be the slot's, if given.")
    country: Identifier | None = Field(
        default=None,
        description=(
            "ISO 3166-1 alpha-2: where the person is, as `GET /offices` was asked. A phone number"
            " without a country code is read there and in the office's country; without it, in"
            " every country that the office serves. Where it can be called in several of them, the"
            " answer is 422 `ambiguous` with the choices."
        ),
        examples=home_country.examples(),
    )
    language: Identifier = Field(description="The language of the notice.", examples=[FIRST])
    somebody_else: Annotated[bool, Strict()] | None = Field(
        default=None,
        description=(
            "`true` after a 409 `already_booked` with `other_spelling`: the two are not one person."
        ),
    )
    same_time: Annotated[bool, Strict()] | None = Field(
        default=None,
        description="True goes on after 409 `same_time`: another service at the same minute.",
    )
    contact_code: Typed | None = Field(
        default=None,
        description=(
            "The code that was sent after a 409 `too_many_for_contact`: phone or address have many"
            " live appointments, and somebody who reads the messages wants one more."
        ),
    )
    case_number: Typed | None = None
    access_needs: Annotated[Typed | None, Reads(typed_text.free)] = None
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


State = Literal["booked", "closed", "past", "cancelled", "checked_in", "completed", "no_show"]


class StatusOut(AppointmentOut):
    """An appointment and where it stands."""

    status: Literal["booked", "cancelled", "checked_in", "completed", "no_show"]
    state: Literal[
        "booked", "closed", "past", "cancelled", "checked_in", "completed", "no_show"
    ] = Field(description="What holds at this moment: a closure of the day counts.")
    next_step: Literal["come", "wait", "choose_another_time", "book_again"]
    headline: str | None
    instruction: str | None
    reason: str | None = Field(description="Why the office is closed, where it says so.")
    change_url: str = Field(description="The page on which another time is chosen.")


class AcceptedOut(Schema):
    """The same answer for everybody."""

    detail: str


class NoPlaceOut(ProblemOut):
    """A conflict; with code `slot_full`, the nearest free times of the same office and service.

    With code `already_booked`, whether that name is written in another way. With code
    `too_many_for_contact`, where a code was sent to; send the same again with `contact_code`.
    """

    other_spelling: bool = False
    code_sent_to: str | None = None
    alternatives: list[SlotOut] = []
