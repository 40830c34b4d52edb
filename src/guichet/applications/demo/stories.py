"""The applications of the demonstration: one story for each thing that is to be seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from guichet.applications.demo.people import LEAVING
from guichet.applications.demo.steps import (
    DAY,
    HOUR,
    PROMISED,
    Step,
    answer,
    approve,
    ask,
    ask_why_late,
    cancel,
    close,
    correct_job,
    expire,
    fail_to_pay,
    give_up,
    hand_in_papers,
    lapse,
    look_again,
    pay,
    pay_twice,
    refuse,
    reopen,
    revalidate,
    send,
    uphold,
    withdraw,
    write_refusal,
)

OFFENCE = {
    "offence": "yes",
    "offence_details": "Driving without a license, fined in 2012. Nothing since then.",
}
SMUGGLING = {
    "offence": "yes",
    "offence_details": "Convicted in 2012: with a group I smuggled cigarettes over a border.",
}
REFUSED_BEFORE = {"refused": "yes", "refused_details": "A visa for another country in 2015."}
URGENT = {"anything_else": "My sister is in hospital there. I would like to see her."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One application: who, since when, what was answered, and what then happens to it.

    `waits`: for the "rule", which approves at once, for an "officer", or for one for a reason that
    the rule names; nothing where the story ends before that.
    """

    key: str
    origin: str
    ago: timedelta
    waits: str = "officer"
    steps: tuple[Step, ...] = ()
    changes: Mapping[str, object] = field(default_factory=dict)
    passport_of: str = ""  # another story's: the same person applies again


PAID = (send, pay)
REFUSED = (*PAID, refuse)
STORIES: tuple[Story, ...] = (
    Story(key="a draft", origin="FRA", ago=2 * DAY, waits=""),
    Story(key="sent and not paid for", origin="KOR", ago=DAY, waits="", steps=(send,)),
    Story(
        key="the payment failed", origin="ESP", ago=3 * HOUR, waits="", steps=(send, fail_to_pay)
    ),
    Story(key="approved by the rule", origin="DEU", ago=9 * DAY, waits="rule", steps=PAID),
    Story(
        key="approved, and paid twice",
        origin="IRL",
        ago=6 * DAY,
        waits="rule",
        steps=(send, pay_twice),
    ),
    Story(
        key="approved, a correction asked for",
        origin="GBR",
        ago=5 * DAY,
        waits="rule",
        steps=(*PAID, correct_job),
    ),
    Story(
        key="listed: an offence",
        origin="ARE",
        ago=5 * HOUR,
        waits="declared_offence",
        steps=PAID,
        changes=OFFENCE,
    ),
    Story(
        key="listed: refused a visa before",
        origin="POL",
        ago=20 * HOUR,
        waits="declared_refused",
        steps=PAID,
        changes=REFUSED_BEFORE,
    ),
    Story(
        key="listed: an urgent reason",
        origin="SGP",
        ago=2 * HOUR,
        waits="declared_anything_else",
        steps=PAID,
        changes=URGENT,
    ),
    Story(
        key="listed: contact with tuberculosis",
        origin="PRT",
        ago=30 * HOUR,
        waits="declared_tuberculosis",
        steps=PAID,
        changes={"tb_contact": "yes", "tb_health_worker": "yes", "tb_diagnosed": "no"},
    ),
    Story(
        key="listed: a conditional nationality",
        origin="MEX",
        ago=40 * HOUR,
        waits="conditional_nationality",
        steps=PAID,
    ),
    Story(
        key="listed: an emergency passport",
        origin="AUS",
        ago=50 * HOUR,
        waits="unusual_document",
        steps=PAID,
        changes={"document_type": "emergency"},
    ),
    # A change of the lists ends these: of today's law the first, one that is tried the second.
    Story(
        key="approved before its nationality moved",
        origin="MEX",
        ago=1100 * DAY,
        waits="rule",
        steps=PAID,
    ),
    Story(
        key="approved, a conditional nationality",
        origin="MEX",
        ago=20 * DAY,
        waits="conditional_nationality",
        steps=(*PAID, approve),
    ),
    Story(key="late", origin="PHL", ago=PROMISED + DAY, steps=PAID),
    Story(
        key="late, and asked about",
        origin="MEX",
        ago=PROMISED + 2 * DAY,
        steps=(*PAID, ask_why_late),
    ),
    Story(
        key="late by days, and about to leave",
        origin="PHL",
        ago=PROMISED + 6 * DAY,
        steps=PAID,
        changes={**LEAVING, "travel_date": PROMISED + 8 * DAY},
    ),
    Story(key="asked for papers", origin="BEL", ago=3 * DAY, steps=(*PAID, ask), changes=OFFENCE),
    Story(key="answered", origin="ITA", ago=60 * HOUR, steps=(*PAID, ask, answer), changes=OFFENCE),
    Story(
        key="answered with a paper",
        origin="ARE",
        ago=70 * HOUR,
        steps=(*PAID, ask, hand_in_papers),
        changes=OFFENCE,
    ),
    Story(
        key="approved by an officer",
        origin="TWN",
        ago=12 * DAY,
        steps=(*PAID, approve),
        changes=OFFENCE,
    ),
    Story(
        key="a refusal for a second officer",
        origin="AUS",
        ago=2 * DAY,
        steps=(*PAID, write_refusal),
        changes=SMUGGLING,
    ),
    Story(key="refused", origin="ARE", ago=15 * DAY, steps=REFUSED, changes=OFFENCE),
    Story(
        key="refused, asked to look again",
        origin="FRA",
        ago=10 * DAY,
        steps=(*REFUSED, look_again),
        changes=OFFENCE,
    ),
    Story(
        key="refused, looked at again and upheld",
        origin="DEU",
        ago=30 * DAY,
        steps=(*REFUSED, look_again, uphold),
        changes=OFFENCE,
    ),
    Story(
        key="refused, looked at again and reopened",
        origin="KOR",
        ago=4 * DAY,
        steps=(*REFUSED, look_again, reopen),
        changes=OFFENCE,
    ),
    Story(key="withdrawn", origin="SGP", ago=11 * DAY, steps=(*PAID, withdraw), changes=OFFENCE),
    Story(
        key="closed: a citizen",
        origin="GBR",
        ago=8 * DAY,
        steps=(*PAID, close),
        changes=OFFENCE,
    ),
    Story(
        key="closed: nobody answered",
        origin="POL",
        ago=25 * DAY,
        steps=(*PAID, ask, give_up),
        changes=OFFENCE,
    ),
    Story(key="canceled", origin="ESP", ago=80 * DAY, waits="rule", steps=(*PAID, cancel)),
    Story(
        key="expired",
        origin="PRT",
        ago=400 * DAY,
        waits="rule",
        steps=(*PAID, expire),
        changes={"expiry_date": 300 * DAY},
    ),
    Story(
        key="ended by a change of the lists",
        origin="MEX",
        ago=60 * DAY,
        steps=(*PAID, approve, lapse),
    ),
    Story(key="replaced by a new one", origin="IRL", ago=200 * DAY, waits="rule", steps=PAID),
    Story(
        key="the new one",
        origin="IRL",
        ago=7 * DAY,
        waits="rule",
        steps=PAID,
        passport_of="replaced by a new one",
    ),
    Story(
        key="approved, looked at again",
        origin="BEL",
        ago=90 * DAY,
        waits="rule",
        steps=(*PAID, revalidate),
    ),
)
