"""Who may come in at a shared desk: judged from facts alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

NIGHT = timedelta(hours=4)  # the day of an office ends at four in the morning, as its tickets do


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is known of who wants to come in at the desk of an office."""

    is_posted: bool  # has a role at this office
    must_change_password: bool
    signs_in_here: bool  # with a password of this site, not with the agency's sign-in
    day_since: datetime | None  # the last full sign-in, unless its day was ended


def day_of(moment: datetime, zone: tzinfo) -> date:
    """Return the day of an office that a moment belongs to."""
    return (moment.astimezone(zone) - NIGHT).date()


def is_in_day(person: Person, *, now: datetime, zone: tzinfo, longest: timedelta) -> bool:
    """Tell whether somebody has signed in fully on this day of the office."""
    since = person.day_since
    if since is None or now - since >= longest:
        return False
    return day_of(since, zone) == day_of(now, zone)


def may_by_pin(person: Person, *, now: datetime, zone: tzinfo, longest: timedelta) -> bool:
    """Tell whether a desk PIN may let somebody in, if it is theirs."""
    if not person.is_posted or person.must_change_password:
        return False
    return is_in_day(person, now=now, zone=zone, longest=longest)


def may_by_passkey(person: Person, *, now: datetime, zone: tzinfo, longest: timedelta) -> bool:
    """Tell whether a passkey may let somebody in, if it is theirs.

    Who is let in by the agency's sign-in has been there today: what was taken from them there
    would hold here only then.
    """
    if not person.is_posted or person.must_change_password:
        return False
    return person.signs_in_here or is_in_day(person, now=now, zone=zone, longest=longest)
