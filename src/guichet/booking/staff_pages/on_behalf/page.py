"""The times of an office that staff may give, and the people who are booked, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from guichet.booking.forms import about, kept_place
from guichet.booking.forms.client import details_of
from guichet.booking.forms.interpreting import chosen_by_staff, spoken_by
from guichet.booking.forms.kept_place import KeptPlace
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment
from guichet.booking.on_behalf import queries
from guichet.booking.on_behalf.rules import Room, places_for
from guichet.booking.staff_pages.on_behalf.forms import TOPIC, noticed
from guichet.kernel import references
from guichet.kernel.content.layers import shown_in
from guichet.offices.models import Office
from guichet.web.formats import dates
from guichet.web.words import speaker

AHEAD = timedelta(days=180)  # as far as the public's page looks

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Party:
    """People who are booked together: their places, from the first to the last."""

    office: Office
    token: str
    claims: Sequence[Appointment]
    now: datetime

    @property
    def is_booked(self) -> bool:
        return all(claim.confirmation_number for claim in self.claims)

    @property
    def is_kept(self) -> bool:
        """Tell whether every place is kept still, and nobody of them is booked."""
        return all(
            claim.state == Appointment.State.HELD and claim.until_at and claim.until_at > self.now
            for claim in self.claims
        )

    @property
    def unnamed(self) -> int | None:
        """Return the number of the first of whom not all is known yet, from 1; None: nobody."""
        blanks = (n for n, claim in enumerate(self.claims, 1) if details_of(claim) is None)
        return next(blanks, None)

    @property
    def mark(self) -> str:
        return mark_of(self.claims)


def mark_of(claims: Sequence[Appointment]) -> str:
    """Return the mark of what a review of kept places shows."""
    return ".".join(f"{about.state_mark(about.CLAIM, row)}{row.language}" for row in claims)


def times(
    office: Office,
    language: str,
    *,
    service: str,
    people: int,
    day: date | None,
    may_override: bool,
    now: datetime,
) -> Row:
    """Return the days on which so many people may come, and the times of one of them."""
    zone = ZoneInfo(office.time_zone)
    today = now.astimezone(zone).date()
    rooms = queries.rooms(office.pk, service, first=today, last=today + AHEAD, now=now)
    fitting = {
        of_day: rows
        for of_day, on_day in groupby(rooms, lambda room: room.local_day)
        if (rows := _fitting(list(on_day), people, may_override=may_override))
    }
    of_page = day if day in fitting else next(iter(fitting), None)
    rows = fitting[of_page] if of_page else []
    return {
        "days": [(str(of_day), dates.long_day(of_day, language)) for of_day in fitting],
        "day": dates.long_day(of_page, language) if of_page else "",
        "day_code": str(of_page or ""),
        "is_missing": day is not None and day != of_page,
        "times": [_time(room, zone, language) for room in rows if room.is_released],
        "unreleased": [_time(room, zone, language) for room in rows if not room.is_released],
    }


def _fitting(rooms: Sequence[Room], people: int, *, may_override: bool) -> list[Room]:
    """Return the times of a day with which so many people may begin."""
    open_rooms = [room for room in rooms if room.is_released]
    fitting = [room for room in open_rooms if places_for(people, open_rooms, first=room.slot)]
    if not may_override:
        return fitting
    closed = [room for room in rooms if not room.is_released]
    return fitting + [room for room in closed if places_for(people, rooms, first=room.slot)]


def _time(room: Room, zone: ZoneInfo, language: str) -> Row:
    at = dates.time_of(room.starts_at.astimezone(zone), language)
    return {"slot": room.slot, "at": at, "free": room.free, "own": room.own}


def place(party: Party, person: int, language: str) -> KeptPlace:
    """Return the place that is kept for one of the people, by their number from 1."""
    return kept_place.place_of(party.claims[person - 1], language=language, now=party.now)


def people(party: Party, language: str) -> list[Row]:
    """Return everybody with what is known of them, to be read once more."""
    return [
        {
            **kept_place.with_client(claim, language=language, now=party.now),
            "number": number,
            "speaks": notices_in(claim.language, language),
            "interpreter": chosen_by_staff(claim.interpreter, language),
            "case_number": references.case_for_people(claim.case_number),
        }
        for number, claim in enumerate(party.claims, 1)
    ]


def standing(other: Appointment, here: Office, language: str) -> Row:
    """Return what is told of the appointment that somebody has already."""
    office = other.slot.office
    if office.pk != here.pk:
        return {"office": named(office.names, language), "pk": None}
    at = other.slot.starts_at.astimezone(ZoneInfo(office.time_zone))
    return {
        "pk": other.pk,
        "moment": dates.moment(at, language),
        "number": references.for_people(str(other.confirmation_number)),
        "may_move": other.status in {"booked", "checked_in"},
    }


def booked(claim: Appointment, language: str) -> Row:
    """Return somebody who has just been booked, with the keys of their appointment."""
    at = claim.slot.starts_at.astimezone(ZoneInfo(claim.slot.office.time_zone))
    number = str(claim.confirmation_number)
    return {
        "name": claim.name,
        "moment": dates.moment(at, language),
        "number": number,
        "printed": references.for_people(number),
        "pin": tokens.pin_of(claim),
        "email": claim.email,
        "speaks": notices_in(claim.language, language),
    }


def notices_in(code: str, language: str) -> str:
    """Return the language that somebody reads, and that their notice is in English where it is."""
    return noticed(code, speaker(language, TOPIC), spoken_by(code, language))


def named(names: dict[str, str], language: str) -> str:
    """Return the name of an office or a service in a language, or else in the agency's first."""
    return names[shown_in(names, language)]
