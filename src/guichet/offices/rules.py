"""Judgement on places and days: which ZIP was meant, which days are open, which times exist."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import typed_text

LOOK_AHEAD = timedelta(days=400)
# Where an envelope has the postal code before the place.
CODE_BEFORE_CITY = frozenset(
    "AD AL AR AT AX AZ BA BE BG BL CH CL CV CY CZ DE DK DO DZ EE EH ES ET FI FO FR GE GF GL GN GP"
    " GR GT GW HR HT IS IT KG KW LA LI LR LT LU MA MC MD ME MF MG MK MQ MX MY MZ NC NE NL NO PF"
    " PH PL PM PT PY RE RO RS SE SI SJ SK SM SN SV TJ TM TN TR UY UZ VA WF XK YT".split()
)
# From and to: the same in files, on pages of managers and in the administration.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "latitude": (-90, 90),  # degrees
    "longitude": (-180, 180),
    "arrive_early_minutes": (0, 480),
    "release_window_minutes": (0, 1440),
    "horizon_days": (1, 366),
    "public_percent": (0, 100),
    "duration_minutes": (1, 480),
    "position": (0, 32_767),
    "desks": (1, 200),
}
EARTH = 6371.0  # kilometers from its middle to its surface


@dataclass(frozen=True)
class Stretch:
    """Part of a day, in wall time, in which so many desks serve a service.

    `walk_ins` of the desks are for who comes without an appointment. Of the places of the others
    `staff` are not the public's; None where the share of the office says how many. `minutes` is how
    long a time is; None where the service says it.
    """

    opens_at: time
    closes_at: time
    desks: int
    minutes: int | None = None
    staff: int | None = None
    walk_ins: int = 0


def read_postal_code(text: str) -> str:
    """Return the five digits of a ZIP code, or raise Obstacle("malformed").

    ZIP+4, spaces, hyphens and the digits of every script are read: nobody is sent back for them.

    >>> read_postal_code(" 10001-1234 ")
    '10001'
    """
    digits = typed_text.compact(text[:100])
    if not (digits.isascii() and digits.isdigit() and len(digits) in {5, 9}):
        raise Obstacle("malformed", field="postal_code")
    return digits[:5]


def read_foreign_code(text: str) -> str:
    """Return a postal code that is no ZIP code as tables have it, or raise Obstacle.

    >>> read_foreign_code(" sw1a 1aa "), read_foreign_code("1100-053")
    ('SW1A1AA', '1100053')
    """
    code = typed_text.compact(text[:100]).upper()
    if not (code.isalnum() and code.isascii() and len(code) <= 10):
        raise Obstacle("unknown_postal_code", field="postal_code")
    return code


def read_country(text: str) -> str:
    """Return an ISO 3166-1 alpha-2 code in capitals, or raise Obstacle("unknown_country")."""
    code = typed_text.plain(text).upper()
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise Obstacle("unknown_country", field="country")
    return code


def read_subdivision(text: str, *, country: str) -> str:
    """Return an ISO 3166-2 code of the country, or raise Obstacle("unknown_subdivision")."""
    code = typed_text.plain(text).upper()
    area, _, rest = code.partition("-")
    if area != country or not (rest.isascii() and rest.isalnum() and len(rest) <= 3):
        raise Obstacle("unknown_subdivision", field="subdivision")
    return code


def locality(country: str, *, city: str, postal_code: str) -> str:
    """Return the line of an address with the place and its code, in the order of the country.

    Source: the Universal Postal Union, Postal addressing systems.

    >>> locality("FR", city="Paris", postal_code="75002")
    '75002 Paris'
    >>> locality("GB", city="London", postal_code="SW1A 1AA")
    'London SW1A 1AA'
    """
    parts = [postal_code, city] if country in CODE_BEFORE_CITY else [city, postal_code]
    return " ".join(part for part in parts if part)


def slot_times(
    day: date, *, zone: ZoneInfo, stretches: Iterable[Stretch], duration: timedelta
) -> list[tuple[datetime, datetime, int]]:
    """Return the times of a day, in order: when each starts, when it ends, and how many desks.

    Wall time rules: where the clock jumps forward the missing times are left out, and where it
    falls back each time is offered once, the first time round. Stretches that overlap add desks.
    """
    desks = Counter[datetime]()
    for stretch in stretches:
        wall = datetime.combine(day, stretch.opens_at)
        while wall + duration <= datetime.combine(day, stretch.closes_at):
            if exists(wall, zone) and exists(wall + duration - timedelta(seconds=1), zone):
                desks[wall] += stretch.desks
            wall += duration
    return [(*_moments(wall, zone, duration), desks[wall]) for wall in sorted(desks)]


def is_open_day(
    day: date,
    *,
    weekdays: Container[int],
    closures: Iterable[tuple[date, date]],
    holidays: Container[date],
) -> bool:
    """Tell whether an office receives clients that day; Monday is weekday 1."""
    return (
        day.isoweekday() in weekdays
        and day not in holidays
        and not any(first <= day <= last for first, last in closures)
    )


def business_days(start: date, count: int, is_open: Callable[[date], bool]) -> list[date]:
    """Return the first `count` open days from `start`, itself included if it is open.

    An office that is closed for longer than a year gives fewer, or none.
    """
    days = list[date]()
    for ahead in range(LOOK_AHEAD.days):
        if len(days) == count:
            break
        if is_open(day := start + timedelta(days=ahead)):
            days.append(day)
    return days


def exists(wall: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a wall time is ever shown there: a clock change in spring skips an hour."""
    there_and_back = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there_and_back.replace(tzinfo=None) == wall


def _moments(wall: datetime, zone: ZoneInfo, duration: timedelta) -> tuple[datetime, datetime]:
    starts_at = wall.replace(tzinfo=zone)
    return starts_at, (starts_at.astimezone(UTC) + duration).astimezone(zone)


def kilometers_between(here: tuple[float, float], other: tuple[float, float]) -> int:
    """Return how far two points (latitude and longitude in degrees) lie apart, in a straight line.

    Source: the haversine formula on a sphere of 6371 km, which is right to half a percent.

    >>> kilometers_between((41.9029, 12.4964), (37.9786, 23.7512))  # Rome and Athens
    1053
    """
    north, east, other_north, other_east = (radians(degrees) for degrees in (*here, *other))
    height = sin((other_north - north) / 2) ** 2
    width = cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return round(2 * EARTH * asin(sqrt(height + width)))
