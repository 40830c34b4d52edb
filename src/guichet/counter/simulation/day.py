"""Which day is played: a future one on which the office is open, and nobody has come yet."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from guichet.booking.models import Slot
from guichet.booking.schedule import release
from guichet.booking.schedule.working_days import calendar_of
from guichet.counter.models import Ticket
from guichet.counter.queue import precedence
from guichet.counter.simulation.plan import Hours
from guichet.offices.models import Office

PAST = "{day} is not a day to come: name one after today, {today} at {office}."
CLOSED = "{office} receives nobody on {day}: name a day on which it is open."
NO_TIMES = "{office} has no times on {day} yet: its times are made up to {last}."
PLAYED = "People have come to {office} on {day} already: name another day."
NO_DAY = "{office} has no open day left to play: its times are made up to {last}."
NOT_BETWEEN = (
    "{name} {moment:%H:%M} is not within the hours of {office} on that day, {first:%H:%M} to"
    " {last:%H:%M}."
)


class UnplayableError(Exception):
    """A day cannot be played; the message is a sentence a person can act on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """An open day of an office, with its hours as instants."""

    office: Office
    date: date
    hours: Hours

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.office.time_zone)

    def at(self, name: str, wall: time | None) -> datetime | None:
        """Return the instant of a wall time within the hours, or raise UnplayableError."""
        if wall is None:
            return None
        moment = datetime.combine(self.date, wall, tzinfo=self.zone)
        if not self.hours.opens_at < moment < self.hours.closes_at:
            raise UnplayableError(
                NOT_BETWEEN.format(
                    name=name,
                    moment=moment,
                    office=self.office.pk,
                    first=self.hours.opens_at.astimezone(self.zone),
                    last=self.hours.closes_at.astimezone(self.zone),
                )
            )
        return moment


def to_play(office: Office, chosen_day: date | None, *, now: datetime) -> Day:
    """Return the day that was chosen, or the first after tomorrow that can be played.

    Raise UnplayableError with a sentence where it cannot be.
    """
    release.release_slots(office, now=now)
    calendar = calendar_of(office, now=now)
    prepared = Slot.objects.filter(office=office, local_day__gt=calendar.today, closed=False)
    days = sorted(set(prepared.values_list("local_day", flat=True)))
    played = set(Ticket.objects.filter(office=office).values_list("day", flat=True).distinct())
    words = {"office": office.pk, "day": chosen_day, "today": calendar.today}
    words["last"] = days[-1] if days else calendar.today
    if chosen_day is None:
        soon = calendar.today + timedelta(days=1)
        first = next((day for day in days if day > soon and day not in played), None)
        if first is None:
            raise UnplayableError(NO_DAY.format(**words))
        return day_of(office, first)
    if chosen_day <= calendar.today:
        raise UnplayableError(PAST.format(**words))
    if chosen_day not in calendar.open_days:
        raise UnplayableError(CLOSED.format(**words))
    if chosen_day not in days:
        raise UnplayableError(NO_TIMES.format(**words))
    if chosen_day in played:
        raise UnplayableError(PLAYED.format(**words))
    return day_of(office, chosen_day)


def day_of(office: Office, day: date) -> Day:
    """Return a day on which an office has times, with its hours."""
    slots = Slot.objects.filter(office=office, local_day=day, closed=False)
    slots = slots.order_by("starts_at")
    stretches = _stretches([(slot.starts_at, slot.ends_at) for slot in slots])
    hours = Hours(
        opens_at=stretches[0][0],
        closes_at=stretches[-1][1],
        stretches=stretches,
        services=sorted({slot.service_id for slot in slots}),
        languages=sorted(settings.AGENCY.languages),
        needs=precedence.needs(),
        reasons=precedence.reasons(),
    )
    return Day(office=office, date=day, hours=hours)


def _stretches(times: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the times put together where they touch or overlap; a break is what lies between."""
    stretches = times[:1]
    for starts_at, ends_at in times[1:]:
        if starts_at > stretches[-1][1]:
            stretches.append((starts_at, ends_at))
        else:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], ends_at))
    return stretches
