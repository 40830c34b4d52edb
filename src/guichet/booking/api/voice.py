"""What the calls about appointments answer with when something stands in the way."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from guichet.booking import queries
from guichet.booking.api import shapes
from guichet.booking.sentences import say, say_of_field
from guichet.kernel import clock
from guichet.kernel.programs.problems import MISTYPED_NUMBER, Kind
from guichet.kernel.programs.voices import Voice
from guichet.web.languages import CATALOGUED
from guichet.web.sentences import language_in


def _alternatives(facts: Mapping[str, Any]) -> Mapping[str, object]:
    """Return the nearest free times of the office and service whose time is full."""
    full = queries.slot(int(facts["slot"])) if facts.get("slot") is not None else None
    if full is None:
        return {"alternatives": []} if "slot" in facts else {}
    zone = ZoneInfo(full.office.time_zone)
    free = queries.nearest_free(full, now=clock.now())
    return {"alternatives": shapes.slot_shapes(free, zone=zone)}


def _other_spelling(facts: Mapping[str, Any]) -> Mapping[str, object]:
    return {"other_spelling": True} if facts.get("other_spelling") else {}


def _numbers(facts: Mapping[str, Any]) -> Mapping[str, object]:
    return {"choices": [number for numbers in facts["choices"].values() for number in numbers]}


KINDS: Mapping[str, Kind] = {
    "wrong_credentials": Kind(
        status=401,
        title="The confirmation number and the PIN do not open an appointment",
        challenge='Basic realm="Your appointment", charset="UTF-8"',
    ),
    "already_booked": Kind(
        status=409,
        title="The client has an appointment for this service",
        adds=_other_spelling,
        record="other_spelling",
    ),
    "already_cancelled": Kind(status=409, title="The appointment was cancelled before"),
    "checked_in": Kind(status=409, title="The client is checked in at the office"),
    "hold_expired": Kind(status=409, title="The hold is over"),
    "same_time": Kind(status=409, title="The client has another appointment at the same minute"),
    "slot_closed": Kind(status=409, title="The time is over or withdrawn"),
    "slot_full": Kind(
        status=409, title="No place is left at this time", adds=_alternatives, record="slot"
    ),
    "too_many_for_contact": Kind(
        status=409,
        title="The phone or the e-mail address has many live appointments",
        tells=("code_sent_to",),
        asks_for_more=True,
    ),
    "ambiguous": Kind(
        status=422, title="The phone number can be called in more than one country", adds=_numbers
    ),
    "mistyped_number": MISTYPED_NUMBER,
}
VOICE = Voice(
    prefixes=("/api/v1/appointments", "/api/v1/holds"),
    kinds=KINDS,
    say=say,
    say_of_field=say_of_field,
    language=language_in(CATALOGUED),
    wider={
        "birth_in_future": "out_of_range",
        "birth_no_such_day": "malformed",
        "birth_no_such_month": "malformed",
        "birth_too_early": "out_of_range",
        "birth_year_four_digits": "malformed",
        "birth_year_digits": "out_of_range",
        "birth_year_in_future": "out_of_range",
    },
)
