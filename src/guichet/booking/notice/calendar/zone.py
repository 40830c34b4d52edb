"""A time zone as calendars read it: the changes of the clock around one appointment."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

A_YEAR = timedelta(days=366)
A_DAY = timedelta(days=1)


def time_zone(moment: datetime, name: str) -> Timezone:
    """Return the zone of an aware moment, valid for a year before and after it.

    Each change says when it falls on the clock that is being changed, as RFC 5545 asks: the
    icalendar package gives the hour after the change instead.
    """
    assert moment.tzinfo
    zone = Timezone()
    zone.add("tzid", name)
    for instant, before in _changes(moment.tzinfo, moment.astimezone(UTC)):
        zone.add_component(_observance(instant.astimezone(moment.tzinfo), before))
    return zone


def _changes(zone: tzinfo, moment: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """Yield a first instant and then each one from which the clock differs, with the old offset."""
    first = (moment - A_YEAR).replace(minute=0, second=0, microsecond=0)
    offset = _offset(first, zone)
    yield first, offset
    instant = first
    while (instant := instant + A_DAY) < moment + A_YEAR:
        if (changed := _offset(instant, zone)) != offset:
            yield _minute_of_change(instant - A_DAY, zone), offset
            offset = changed


def _minute_of_change(day: datetime, zone: tzinfo) -> datetime:
    minutes = [day + timedelta(minutes=minute) for minute in range(24 * 60 + 1)]
    before = _offset(day, zone)
    return minutes[bisect_left(minutes, True, key=lambda minute: _offset(minute, zone) != before)]


def _offset(instant: datetime, zone: tzinfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _observance(local: datetime, before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    wall_before = (local.astimezone(UTC) + before).replace(tzinfo=None)
    observance.add("dtstart", wall_before)
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", local.utcoffset())
    observance.add("tzname", local.tzname())
    return observance
