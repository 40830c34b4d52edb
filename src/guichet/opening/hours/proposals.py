"""What a manager wants of the hours of a service, before and after the press that does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guichet.kernel import keyring
from guichet.offices.days.hours import Hours, ServiceHours, Week, read, rows_of

WEEK, DAY, DROP_WEEK, DROP_DAY = "week", "day", "drop_week", "drop_day"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Another week from a day on, other hours on one day, or one of them taken back.

    `mark` is that of the hours as they were shown to who wants this, `plan` what becomes of those
    whose times go: one of `Closure.PLANS`.
    """

    office: str
    service: str
    kind: str
    day: date
    week: Week
    plan: str
    mark: str
    people: Sequence[int] = ()  # the appointments it was shown to touch

    @property
    def is_exception(self) -> bool:
        return self.kind in {DAY, DROP_DAY}

    @property
    def is_dropped(self) -> bool:
        return self.kind in {DROP_WEEK, DROP_DAY}

    def on(self, hours: Hours, *, minutes: int) -> dict[str, ServiceHours]:
        """Return the hours of the office as they would be; the service's times last `minutes`."""
        own = hours.get(self.service) or ServiceHours(self.service, minutes)
        return {**hours, self.service: self._on(own)}

    def _on(self, own: ServiceHours) -> ServiceHours:
        if self.is_dropped:
            return own.without(self.day, is_exception=self.is_exception)
        if self.is_exception:
            return own.with_day(self.day, self.week.get(self.day.isoweekday(), ()))
        return own.with_week(self.day, self.week)

    def is_done(self, own: ServiceHours | None, *, today: date) -> bool:
        """Tell whether the hours of the service are as this wants them, as after a second press."""
        weeks, days = (dict(own.weeks), own.days) if own else ({}, {})
        if self.is_dropped:
            return self.day not in (days if self.is_exception else weeks)
        if self.is_exception:
            weekday = self.day.isoweekday()
            mine = {weekday: self.week.get(weekday, ())}
            return self.day in days and rows_of({weekday: days[self.day]}) == rows_of(mine)
        begins = self.day <= today or self.day in weeks
        return begins and own is not None and rows_of(own.week_on(self.day)) == rows_of(self.week)

    def values(self) -> list[Any]:
        """Return it as plain values, as `of_values` reads them."""
        day, people = self.day.isoformat(), list(self.people)
        head = [self.office, self.service, self.kind, day, rows_of(self.week)]
        return [*head, self.plan, self.mark, people]


def of_values(values: Sequence[Any]) -> Proposal:
    """Return a proposal from plain values; ValueError or TypeError where they are none."""
    office, service, kind, day, rows, plan, mark, people = values
    return Proposal(
        office=office,
        service=service,
        kind=kind,
        day=date.fromisoformat(day),
        week=read(rows),
        plan=plan,
        mark=mark,
        people=people,
    )


def mark_of(hours: ServiceHours | None) -> str:
    """Return the mark of the hours of a service: another one where anything of them is changed."""
    if hours is None:
        return ""
    weeks = [(first.isoformat(), rows_of(week)) for first, week in hours.weeks]
    days = [
        (day.isoformat(), rows_of({day.isoweekday(): hours.days[day]}))
        for day in sorted(hours.days)
    ]
    return keyring.working("hours", weeks, days).hex()[:32]
