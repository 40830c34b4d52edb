"""What other minutes of a service do to the days of offices that are not made yet."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Max

from guichet.booking.schedule.plans import plan_of
from guichet.booking.schedule.working_days import Calendar, calendar_of
from guichet.offices.days.hours import ServiceHours
from guichet.offices.models import Office
from guichet.offices.sheets.kinds import Effect


def effects_of(minutes: Mapping[str, int], now: datetime) -> Iterator[Effect]:
    """Yield, office by office, the first day that is made with other minutes, and its places.

    Days that are made keep their times. A service whose hours say their own minutes that day is
    left out.
    """
    offices = Office.objects.filter(is_open=True, opening_hours__service__in=minutes)
    for office in offices.distinct().order_by("code"):
        calendar = calendar_of(office, now=now)
        last = office.slots.aggregate(last=Max("local_day"))["last"] or date.min
        days = [day for day in calendar.open_days if day > last and day >= calendar.today]
        for service, length in minutes.items():
            if service in calendar.hours:
                hours = calendar.hours[service]
                yield from _first(calendar, days, hours, replace(hours, minutes=length))


def _first(
    calendar: Calendar, days: list[date], hours: ServiceHours, changed: ServiceHours
) -> Iterator[Effect]:
    for day in days:
        if before := plan_of(calendar, hours, day):
            after = plan_of(calendar, changed, day)
            if after != before:
                places = sum(slot.capacity for slot in before), sum(slot.capacity for slot in after)
                yield Effect(calendar.office.pk, hours.service, day, *places)
            return
