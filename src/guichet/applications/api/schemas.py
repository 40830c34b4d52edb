"""The shapes in which programs send applications and ask where they stand."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, Strict, StringConstraints

from guichet.kernel.programs.shapes import ProblemOut, RequestBody

Typed = Annotated[str, StringConstraints(strict=True, max_length=200)]
Answer = bool | str | list[str]
Day = Annotated[str, StringConstraints(strict=True, max_length=14)]  # a year with a slip is told
PublicCode = Literal[
    "not_found",
    "not_finished",
    "in_progress",
    "late",
    "action_needed",
    "approved",
    "not_approved",
    "no_longer_valid",
    "withdrawn",
]
_DAY: dict[str, Any] = {"format": "date"}
_INSTANT: dict[str, Any] = {"format": "date-time"}


class StartIn(RequestBody):
    """An application to begin with, empty or with answers."""

    language: Typed = Field(default="en", description="Of the letters' plain summary.")
    answers: dict[str, Answer | None] = Field(
        default={}, description="By field; text, yes or no, lists."
    )


class AnswersIn(RequestBody):
    """All answers given so far; they take the place of the earlier ones."""

    answers: dict[str, Answer | None]
    version: int | None = Field(
        default=None, description="The version that was read: refused when another was saved since."
    )
    language: Typed | None = None


class SubmitIn(RequestBody):
    """Send the application off. The signature and the declarations are among the answers."""

    payment_token: Typed | None = Field(
        default=None, description="Of the test provider: `paid` or `declined`."
    )
    again: Annotated[bool, Strict()] | None = Field(
        default=None,
        description=(
            "True goes on after 409 `authorization_valid`: the new authorization takes the place of"
            " the one there is, and the fee is asked for again."
        ),
    )


class StatusIn(RequestBody):
    """Number, passport and one date; or passport, birth and expiry."""

    number: Typed | None = Field(default=None, description="V and nine digits.")
    passport_number: Typed
    issuer: Typed = Field(description="The country code on the passport.")
    birth_date: Day | None = Field(
        default=None, description="As in the passport: `1980`, `1980-05` where it shows no more."
    )
    issue_date: Day | None = Field(default=None, json_schema_extra=_DAY)
    expiry_date: Day | None = Field(default=None, json_schema_extra=_DAY)


class StartedOut(Schema):
    """The number of an application and the PIN that opens it."""

    number: str
    pin: str = Field(description="Eight letters and digits; older applications have six digits.")


class GivenOut(Schema):
    """An authorization; its number is whole only for who has number and PIN."""

    number: str
    valid_until: str = Field(json_schema_extra=_DAY)
    ended_as: Literal["", "expired", "superseded", "cancelled", "lapsed_by_list_change"]


class StandingOut(Schema):
    """Where an application stands, in one of nine words, and the one next step."""

    status: PublicCode
    next_step: str
    number: str | None
    submitted_at: str | None = Field(json_schema_extra=_INSTANT)
    decision_due_at: str | None = Field(json_schema_extra=_INSTANT)
    decided_at: str | None = Field(json_schema_extra=_INSTANT)
    answer_by: str | None = Field(json_schema_extra=_DAY)
    authorization: GivenOut | None
    passport_ends_in: str | None
    reasons: list[str]


class PaymentOut(Schema):
    """The fee of an application, and where it is paid."""

    state: Literal["started", "paid", "failed"]
    amount: str
    currency: str
    reference: str
    address: str | None


class GroundOut(Schema):
    """One provision of the law on which a decision rests, and the facts it rests on."""

    reason: str = Field(description="The kind of reason, one of `reasons`.")
    provision: str = Field(description="The code of the provision.")
    name: str = Field(description="The provision as the law is cited; may be empty.")
    link: str | None = Field(description="Where the law is published.")
    facts: list[str] = Field(
        description="Fields of `answers`; `asked:` and a code is what was asked for."
    )


class ExplanationOut(Schema):
    """Why an application was refused or its authorization canceled."""

    grounds: list[GroundOut]
    words: str = Field(description="The officer's own.")
    language: str = Field(description="Of these words and of the names of provisions.")


class InterviewOut(Schema):
    """An interview that has a time."""

    way: Literal["place", "video", "telephone", "office"]
    starts_at: str = Field(description="On the clock of `time_zone`.", json_schema_extra=_INSTANT)
    ends_at: str = Field(json_schema_extra=_INSTANT)
    time_zone: str
    place: str = Field(description="An address, the link to a call or a number to call.")
    number: str | None = Field(
        description="What an office has it under, where it was booked there."
    )


class ApplicationOut(StandingOut):
    """An application for its owner."""

    explanation: ExplanationOut | None = Field(
        description="Of the decision that stands; older decisions have reasons alone."
    )

    interview: InterviewOut | None = Field(
        description="That is ahead; null until a time is chosen."
    )
    version: int
    language: str
    answers: dict[str, Answer]
    payment: PaymentOut | None


class NotSentOut(ProblemOut):
    """A conflict; with code `authorization_valid`, the last day of the one there is."""

    valid_until: str = Field(default="", json_schema_extra=_DAY)
