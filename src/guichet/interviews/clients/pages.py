"""What the person reads of an invitation: on its own page, and on the status of the application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from guichet.applications import numbers, states
from guichet.applications.models import Application
from guichet.applications.queries import takes_information
from guichet.eligibility.content import today
from guichet.interviews import handing_over, invitation, queries, rules
from guichet.interviews.clients import mark
from guichet.interviews.invitation import Invitation
from guichet.interviews.models import Interview
from guichet.interviews.sentences import TOPIC, at_home, how_to_book, rows_now, say, when
from guichet.interviews.telling.letters import paragraphs
from guichet.kernel import clock
from guichet.web.formats.countries import language_name
from guichet.web.languages import ALL
from guichet.web.words import speaker


@dataclass(frozen=True, slots=True)
class OfferedTime:
    """A time that can be chosen: what a form sends for it, and how it reads."""

    value: int
    words: str
    at_home: str


@dataclass(frozen=True, slots=True)
class OfficersText:
    """What the officer wrote, a paragraph a line, in the language of letters."""

    label: str
    lines: Sequence[str]
    language: str
    direction: str
    language_name: str


def context(interview: Interview, language: str, *, now: datetime) -> dict[str, object]:
    """Return what is shown of an invitation, on its page and on the status."""
    value, day = invitation.of(interview, language), today(now)
    stage = rules.stage(value.standing, today=day, now=now)
    is_open = rules.can_choose(value.standing, today=day, now=now)
    open_times = times(interview, value, language, now=now) if is_open and value.times else []
    return {
        "invitation": value,
        "ending": value.ending,
        "ending_words": value.ending_words,
        "can_tell": value.ending == Interview.Outcome.MISSED
        and takes_information(interview.application),
        "stage": stage,
        "stage_words": _stage_words(value, stage, has_times=bool(open_times)),
        "is_booked_elsewhere": value.way == "office",
        "how_to_book": how_to_book(numbers.for_people(value.number), language),
        "has_appointments": handing_over.IS_ON,
        "rows": rows_now(value, language),
        "times": open_times,
        "is_open": is_open,
        "texts": texts(value, language),
        "chosen_words": when(value.chosen, language) if value.chosen else "",
        "can_name": value.way == "office" and stage == "offer" and handing_over.IS_ON,
        "decline_words": _decline_words(value, stage, has_times=bool(open_times)),
        "mark": mark.field(value),
        "has_calendar": has_calendar(value, now=now),
        "can_decline": stage in ("offer", "late", "chosen"),
        "speak": speaker(language, TOPIC),
    }


def _stage_words(value: Invitation, stage: str, *, has_times: bool) -> str:
    """Return the name of the sentence on a stage: to book, to book again, that no time is left."""
    if stage != "offer":
        return stage
    if value.way == "office":
        return "rebook" if value.is_gone else "book"
    return stage if has_times else "none_left"


def _decline_words(value: Invitation, stage: str, *, has_times: bool) -> str:
    """Return the name of the sentence on what somebody gives up who cannot come."""
    if stage == "late":
        return "late_what"
    if value.chosen:
        return "what_booked" if value.way == "office" else "what_chosen"
    return "what_offered" if has_times else "what"


def has_calendar(value: Invitation, *, now: datetime) -> bool:
    """Tell whether there is a file for a calendar; an appointment has one of its own."""
    time = value.chosen or value.lost_time
    return time is not None and time > now and value.way != "office"


def times(
    interview: Interview, value: Invitation, language: str, *, now: datetime
) -> list[OfferedTime]:
    """Return the times that can still be chosen; not the one that is."""
    busy = queries.taken_times(interview)
    return [
        OfferedTime(int(time.timestamp()), when(time, language), at_home(value, time, language))
        for time in value.times
        if time > now and time != value.chosen and time not in busy
    ]


def texts(value: Invitation, language: str) -> list[OfficersText]:
    """Return what the officer wrote: what to bring, and what else."""
    by_key = {"bring": value.bring, "words": value.words}
    name = language_name(value.language, language)
    direction = ALL[value.language].direction
    return [
        OfficersText(f"label.{key}", paragraphs(text), value.language, direction, name)
        for key, text in by_key.items()
        if text
    ]


def ended_by_withdrawing(application: Application, language: str) -> str:
    """Return that an interview which is set does not take place; nothing where none is."""
    interview = queries.live(application)
    value = invitation.of(interview, language) if interview else None
    if value is None or value.chosen is None or value.chosen <= clock.now():
        return ""
    words = "withdrawn_booked" if value.way == "office" else "withdrawn"
    return say(f"decline.{words}", language, time=when(value.chosen, language))


def panel(application: Application, language: str, now: datetime) -> Mapping[str, object] | None:
    """Return what the status shows: a live invitation, or how the last one ended."""
    interview = queries.last(application)
    is_open = application.state in states.OPEN
    if interview is None or not (is_open or interview.outcome == Interview.Outcome.WITH_CASE):
        return None
    values = context(interview, language, now=now)
    # An interview whose time came is past: how it ended matters as long as nothing is decided.
    return values if is_open or values["ending"] != "past" else None
