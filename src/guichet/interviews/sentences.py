"""An invitation in words: the same rows and times on pages, in letters, mails and calendars."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from guichet.interviews.invitation import Invitation
from guichet.kernel import references
from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import phones
from guichet.offices.words import for_interviews
from guichet.web.directions import in_sentence
from guichet.web.formats.dates import moment, zone_name
from guichet.web.formats.durations import duration
from guichet.web.words import texts

TOPIC = "interviews"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was promised, with its label.

    `kind`: time, place, link, number (to call), code or words.
    """

    label: str
    value: str
    kind: str = "words"

    @property
    def href(self) -> str:
        """Return what a press on it opens; nothing where that is nothing."""
        if self.kind == "link":
            return self.value
        return _call(self.value) if self.kind == "number" else ""


def say(key: str, language: str, **values: str) -> str:
    """Return a sentence of the interviews in a language, as plain text."""
    text = texts(TOPIC).get(key, language).text
    return sentence_with(text, in_sentence(values, language)) if values else text


def when(time: datetime, language: str) -> str:
    """Return a time on the clock of its own zone, which is named beside it."""
    return say(
        "time.zoned", language, moment=moment(time, language), zone=zone_name(time, language)
    )


def at_home(invitation: Invitation, time: datetime, language: str) -> str:
    """Return a time on the clock at home; nothing where that is the same or is not known."""
    own = invitation.at_home(time)
    return say("time.at_home", language, time=when(own, language)) if own else ""


def rows_now(invitation: Invitation, language: str) -> list[Row]:
    """Return what holds now: of an interview that is over or was declined only way and time.

    Its link or telephone number leads nowhere. Officers keep what was promised, and so does the
    letter that promised it.
    """
    if invitation.ending or invitation.is_declined:
        return _way_and_time(invitation, language)
    return rows(invitation, language)


def rows(invitation: Invitation, language: str) -> list[Row]:
    """Return what was promised, in the order in which somebody needs it."""
    return [
        *_way_and_time(invitation, language),
        *_place(invitation, language),
        *_inside(invitation, language),
        *_length(invitation, language),
        *_appointment(invitation, language),
    ]


def lines(rows: Sequence[Row], language: str, *, without: Collection[str] = ()) -> list[str]:
    """Return rows as sentences of a text in the language, but for some kinds of them."""
    return [
        say("line.of", language, label=row.label, value=_in_a_line(row.value))
        for row in rows
        if row.kind not in without
    ]


def how_to_book(number: str, language: str) -> list[str]:
    """Return how an appointment is booked, and what to choose as its reason."""
    service = for_interviews(language)
    reason = say("office.reason", language, service=service) if service else ""
    return [
        say("office.how", language, number=number),
        reason or say("office.any_reason", language),
    ]


def choices(invitation: Invitation, language: str) -> list[tuple[str, Sequence[str]]]:
    """Return every time that is offered, each with the same on the clock at home."""
    return [
        (when(time, language), [own] if (own := at_home(invitation, time, language)) else [])
        for time in invitation.times
    ]


def _way_and_time(invitation: Invitation, language: str) -> list[Row]:
    way = Row(say("label.way", language), say(f"way.{invitation.way}", language))
    return [way, *_chosen(invitation, language)]


def _chosen(invitation: Invitation, language: str) -> list[Row]:
    if invitation.chosen is None:
        return []
    own = invitation.at_home(invitation.chosen)
    time = Row(say("label.when", language), when(invitation.chosen, language), "time")
    return (
        [time, Row(say("label.at_home", language), when(own, language), "time")] if own else [time]
    )


def _place(invitation: Invitation, language: str) -> list[Row]:
    if not invitation.place:
        return []
    kind = {"video": "link", "telephone": "number"}.get(invitation.way, "place")
    return [Row(say(f"label.{kind}", language), invitation.place, kind)]


def _inside(invitation: Invitation, language: str) -> list[Row]:
    """Return the room of an office, and how early to be there."""
    room, early = invitation.room, duration(invitation.early, language)
    in_room = [Row(say("label.room", language), room, "code")] if room else []
    in_time = [Row(say("label.early", language), early)] if invitation.early else []
    return [*in_room, *in_time]


def _length(invitation: Invitation, language: str) -> list[Row]:
    if not invitation.times and invitation.chosen is None:
        return []
    return [Row(say("label.duration", language), duration(invitation.minutes, language))]


def _appointment(invitation: Invitation, language: str) -> list[Row]:
    """Return the number with which the appointment is opened."""
    if not invitation.appointment or invitation.chosen is None:
        return []
    number = references.for_people(invitation.appointment)
    return [Row(say("office.number", language), number, "code")]


def _in_a_line(text: str) -> str:
    """Return a text without breaks."""
    return ", ".join(part.strip().rstrip(",") for part in text.splitlines() if part.strip())


def _call(number: str) -> str:
    """Return the link that calls a number; nothing for one that no telephone reads."""
    try:
        phone = phones.read(number)
    except Obstacle:
        return ""
    return f"tel:{phone.number}" + (f";ext={phone.extension}" if phone.extension else "")
