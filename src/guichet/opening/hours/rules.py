"""Judgement on the rows of a week as a manager types them. Values in, a week or an Obstacle out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from guichet.kernel.obstacles import Obstacle
from guichet.offices.days.hours import Week
from guichet.offices.rules import BOUNDS, Stretch

AHEAD = timedelta(days=366)
SHORTEST, LONGEST = 5, 480  # minutes of a time
MOST_DESKS = BOUNDS["desks"][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hours on some weekdays, with a break or none; `number` says where it stands on the form."""

    number: int
    weekdays: Sequence[int]
    opens_at: time
    closes_at: time
    break_from: time | None = None
    break_till: time | None = None
    desks: int
    staff: int | None = None
    walk_ins: int = 0
    minutes: int | None = None  # else the service's

    def stretches(self) -> list[Stretch]:
        """Return the parts of a day that are left of it by its break."""
        cuts = [self.opens_at, self.closes_at]
        if self.break_from and self.break_till:
            cuts[1:1] = [self.break_from, self.break_till]
        facts = (self.desks, self.minutes, self.staff, self.walk_ins)
        return [
            Stretch(start, end, *facts) for start, end in zip(cuts[::2], cuts[1::2], strict=True)
        ]


def week_of(rows: Sequence[Row], *, usual: int) -> Week:
    """Return the week of some rows, whose times last what they say or `usual` minutes.

    Raises Obstacle with the `field` and the `row` that are wrong: `hours_order`, `break_outside`,
    `hours_short` where not one time fits, `desks_shared` where more are kept than there are, and
    `hours_overlap` where two rows have the same minute of a weekday.
    """
    for row in rows:
        _check(row, minutes=timedelta(minutes=row.minutes or usual))
    by_weekday: dict[int, list[tuple[Stretch, Row]]] = {}
    for row in rows:
        for weekday in row.weekdays:
            stretches = ((part, row) for part in row.stretches())
            by_weekday.setdefault(weekday, []).extend(stretches)
    for parts in by_weekday.values():
        parts.sort(key=lambda pair: pair[0].opens_at)
        for (part, row), (after, next_row) in pairwise(parts):
            if after.opens_at < part.closes_at:
                number = max(row.number, next_row.number)
                raise Obstacle("hours_overlap", field="opens", row=number)
    return {
        weekday: [part for part, _row in parts] for weekday, parts in sorted(by_weekday.items())
    }


def _check(row: Row, *, minutes: timedelta) -> None:
    if row.closes_at <= row.opens_at:
        raise Obstacle("hours_order", field="closes", row=row.number)
    if (row.break_from is None) != (row.break_till is None):
        field = "break_till" if row.break_from else "break_from"
        raise Obstacle("break_half", field=field, row=row.number)
    if row.break_from and row.break_till:
        inside = row.opens_at < row.break_from < row.break_till < row.closes_at
        if not inside:
            raise Obstacle("break_outside", field="break_from", row=row.number)
    if (row.staff or 0) + row.walk_ins > row.desks:
        raise Obstacle("desks_shared", field="desks", row=row.number)
    for part in row.stretches():
        if _length(part.opens_at, part.closes_at) < minutes:
            raise Obstacle("hours_short", field="closes", row=row.number)


def _length(start: time, end: time) -> timedelta:
    return datetime.combine(date.min, end) - datetime.combine(date.min, start)


def check_day(day: date, *, today: date) -> None:
    """Refuse hours that would begin in the past, or more than a year ahead."""
    if day < today:
        raise Obstacle("hours_past", field="day")
    if day - today > AHEAD:
        raise Obstacle("hours_far", field="day")


def rows_of(week: Week) -> list[Row]:
    """Return a week as rows, as few as say it: weekdays that are alike stand in one."""
    alike: dict[tuple[Stretch, ...], list[int]] = {}
    for weekday in sorted(week):
        if week[weekday]:
            alike.setdefault(tuple(week[weekday]), []).append(weekday)
    rows = list[Row]()
    for stretches, weekdays in alike.items():
        for parts in _with_breaks(stretches):
            rows.append(_row(parts, weekdays, number=len(rows)))
    return rows


def _with_breaks(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Return stretches in ones, or in twos with a break between them, where the rest is alike."""
    groups = list[list[Stretch]]()
    for stretch in sorted(stretches, key=lambda part: part.opens_at):
        last = groups[-1] if groups else []
        if len(last) == 1 and last[0].closes_at < stretch.opens_at and _alike(last[0], stretch):
            last.append(stretch)
        else:
            groups.append([stretch])
    return groups


def _alike(*stretches: Stretch) -> bool:
    facts = [(part.desks, part.minutes, part.staff, part.walk_ins) for part in stretches]
    return facts[0] == facts[1]


def _row(parts: Sequence[Stretch], weekdays: Sequence[int], *, number: int) -> Row:
    first, last = parts[0], parts[-1]
    has_break = first is not last
    return Row(
        number=number,
        weekdays=weekdays,
        opens_at=first.opens_at,
        closes_at=last.closes_at,
        break_from=first.closes_at if has_break else None,
        break_till=last.opens_at if has_break else None,
        desks=first.desks,
        staff=first.staff,
        walk_ins=first.walk_ins,
        minutes=first.minutes,
    )
