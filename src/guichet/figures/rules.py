"""How facts become figures, and figures of days become those of weeks: pure arithmetic."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from guichet.kernel.obstacles import Obstacle

AMOUNTS = (
    "supply",
    "withdrawn",
    "booked",
    "came",
    "missed",
    "cancelled",
    "closed",
    "not_noted",
    "walk_ins",
    "walk_ins_missed",
    "served",
    "left",
    "turned_away",
    "found_nothing",
    "looks",
    "never_free",
)
OUTCOMES = ("came", "missed", "cancelled", "closed", "not_noted")  # of who has booked, one each
SPREADS = ("waits", "servings", "leads")
# The last place of each spread: four hours in line, four at a desk, ten weeks ahead.
LAST = {"waits": 240, "servings": 240, "leads": 70}
HALF, NEARLY_ALL = 50, 90  # percent
LEAST = 5  # people in a row of what leaves the office; decision 0160
USUAL, LONGEST = 28, 366  # days of a period
LONGEST_OF_MANY = 92  # where offices stand side by side: so many spreads take a second to add up
A_DAY, A_WEEK = 1, 7

type Cell = tuple[str, str]  # by what, and its value
type Fact = tuple[str, str | None, str | None, int | None, int | None, int]


@dataclass(slots=True)
class Figures:
    """What was counted: amounts by name, and spreads, each how many by minute or day."""

    amounts: Counter[str] = field(default_factory=Counter)
    spreads: dict[str, Counter[int]] = field(
        default_factory=lambda: {name: Counter() for name in SPREADS}
    )

    def __getitem__(self, name: str) -> int:
        return self.amounts[name]

    def add(self, other: "Figures") -> None:
        """Count what another has along."""
        self.amounts.update(other.amounts)
        for name in SPREADS:
            self.spreads[name].update(other.spreads[name])

    @property
    def people(self) -> int:
        """How many people the figures are of, whatever became of them."""
        return self["booked"] + self["walk_ins"] + self["found_nothing"]

    def half(self, spread: str) -> int | None:
        """Return in how many minutes, or days, half of them were done at most."""
        return percentile(self.spreads[spread], HALF)

    def nearly_all(self, spread: str) -> int | None:
        """Return in how many minutes, or days, nine in ten were done at most."""
        return percentile(self.spreads[spread], NEARLY_ALL)


def tally(facts: Iterable[Fact]) -> dict[Cell, Figures]:
    """Return the figures of a day: of all, and of each service, language and hour by itself."""
    cells: dict[Cell, Figures] = {("all", ""): Figures()}
    for measure, service, language, hour, place, amount in facts:
        values = {"service": service, "language": language}
        values["hour"] = None if hour is None else f"{hour:02}"
        keys = [("all", ""), *((by, value) for by, value in values.items() if value is not None)]
        for key in keys:
            _count(cells.setdefault(key, Figures()), measure, place, amount)
    return cells


def _count(figures: Figures, measure: str, place: int | None, amount: int) -> None:
    if measure in SPREADS:
        figures.spreads[measure][min(max(place or 0, 0), LAST[measure])] += amount
    else:
        figures.amounts[measure] += amount


def as_list(spread: Mapping[int, int]) -> list[int]:
    """Return a spread as it is stored: how many by place, up to the last that has any.

    >>> as_list({2: 5, 0: 1}), as_list({})
    ([1, 0, 5], [])
    """
    return [spread.get(place, 0) for place in range(max(spread, default=-1) + 1)]


def percentile(spread: Mapping[int, int], percent: int) -> int | None:
    """Return the least place that so many in a hundred do not exceed; None where there is nobody.

    >>> percentile({3: 1, 10: 1, 12: 1}, 50), percentile({3: 9, 40: 1}, 90), percentile({}, 50)
    (10, 3, None)
    """
    total, so_far = sum(spread.values()), 0
    for place in sorted(spread):
        so_far += spread[place]
        if total and so_far * 100 >= total * percent:
            return place
    return None


def merged(rows: Mapping[str, Figures], *, least: int = LEAST) -> dict[str, Figures]:
    """Return rows by value, those of few people put together under "": nobody is found by one.

    Where they are few together the next smallest goes with them, for a row that is left out can be
    reckoned from the sum. What nobody booked (places, looks) stands as it is.
    """
    ranked = sorted(rows, key=lambda value: (rows[value].people, value))
    together: list[str] = []
    people = 0
    for value in ranked:
        count = rows[value].people
        if not count:
            continue
        if count >= least and not 0 < people < least:
            break
        together.append(value)
        people += count
    return _put_together(rows, together) if together else dict(rows)


def _put_together(rows: Mapping[str, Figures], together: Sequence[str]) -> dict[str, Figures]:
    others = Figures()
    for value in together:
        others.add(rows[value])
    return {**{value: row for value, row in rows.items() if value not in together}, "": others}


def check_period(first: date, last: date, *, longest: int = LONGEST) -> None:
    """Raise Obstacle for a period that ends before it begins, or has more days than `longest`."""
    if last < first:
        raise Obstacle("period_order")
    if (last - first).days >= longest:
        raise Obstacle("period_long")


def usual_period(today: date) -> tuple[date, date]:
    """Return the four weeks that ended yesterday.

    >>> usual_period(date(2026, 11, 29))
    (datetime.date(2026, 11, 1), datetime.date(2026, 11, 28))
    """
    return today - timedelta(days=USUAL), today - timedelta(days=1)


def step_of(first: date, last: date) -> int:
    """Return how many days one column of a chart has: one, seven, or none for whole months."""
    days = (last - first).days + 1
    if days <= 35:
        return A_DAY
    return A_WEEK if days <= 190 else 0


def columns(days: Mapping[date, Figures], *, first: date, last: date) -> dict[date, Figures]:
    """Return figures by the first day of each column of a chart; without those that have none.

    Weeks begin on Monday, and months with their first day; the first one may be a part.
    """
    step, sums = step_of(first, last), dict[date, Figures]()
    for day in sorted(days):
        start = day - timedelta(days=day.weekday()) if step == A_WEEK else day
        start = day.replace(day=1) if step == 0 else start
        sums.setdefault(max(start, first), Figures()).add(days[day])
    return sums


def by_opening(hour: str) -> int:
    """Return the place of an hour in a day that turns at four.

    >>> sorted(["00", "17", "09"], key=by_opening)
    ['09', '17', '00']
    """
    return (int(hour) - 4) % 24
