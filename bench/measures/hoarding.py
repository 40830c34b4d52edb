"""What one source can take of an office in an hour, and what an honest visitor notices of it.

Nothing is measured here but how long a unit of work takes: the rest is computed from the very
limits and rules of the site, those of before beside those of now.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.figures import Figure
from bench.stage import Stage
from guichet.booking import rules
from guichet.booking.guarding import prices
from guichet.kernel.guarding import network, proofs

HOUR = 3600.0
BEFORE_BURST, BEFORE_SECONDS = 60, 5.0  # calls of a network, which were all that counted
ROUNDS = 9e9  # of PBKDF2-HMAC-SHA256, which a graphics card of 2023 does in a second
ROUNDS_A_UNIT = proofs.ITERATIONS * proofs.TRIES * 3 / 4
CORES = 16
FAMILY, LIBRARY = 8, 30

PLACES = """
SELECT office_id,
       sum(greatest(1, desks * public_percent / 100)
           * floor(extract(epoch FROM closes_at - opens_at) / 60 / duration_minutes))::int * 4
  FROM offices_openinghours JOIN offices_office ON code = office_id
  JOIN offices_service AS service ON service.code = service_id
 WHERE public_percent > 0 GROUP BY office_id ORDER BY 2
"""


@dataclass(frozen=True)
class Source:
    """Somebody with so many networks that count apart, and the share of what they have together."""

    name: str
    networks: int
    budgets: int  # ladders that count apart
    share: int  # of a budget, for networks of one ladder

    def before(self) -> float:
        """Return the bookings of an hour under the earlier limits."""
        return self.networks * (BEFORE_BURST + HOUR / BEFORE_SECONDS)

    def now(self, of_one: Callable[[int], float]) -> float:
        """Return the bookings of an hour now, with what one ladder may claim of its share."""
        return self.budgets * of_one(self.share)


SOURCES = (
    Source("one address", 1, 1, network.SHARES[0]),
    Source("a home /56", 2**8, 1, network.SHARES[1]),
    Source("a /48", 2**16, 1, network.SHARES[2]),
    Source("1,000 addresses", 1_000, 1_000, network.SHARES[0]),
)


def by_waiting(share: int) -> float:
    """Return what a ladder claims in an hour by waiting alone, everybody at once."""
    claims = 0
    while _seconds(claims / share) <= HOUR:
        claims += 1
    return claims


def by_work(units_an_hour: float) -> Callable[[int], float]:
    """Return what a ladder claims in an hour that does so much work."""

    def claimed(share: int) -> float:
        claims, units = 0, 0.0
        while (units := units + _units(claims / share)) <= units_an_hour:
            claims += 1
        return claims

    return claimed


def by_nothing(share: int) -> float:
    """Return what a ladder claims that neither works nor waits."""
    return rules.FREE_CLAIMS * share


def _seconds(load: float) -> float:
    return 0 if load < rules.FREE_CLAIMS else prices.price_at(load - _slack()).seconds


def _units(load: float) -> float:
    return 0 if load < rules.FREE_CLAIMS else prices.price_at(load - _slack()).units


def _slack() -> float:
    """Return how much dearer it may have become since the price was asked."""
    return rules.load_paid_for(1) - rules.FREE_CLAIMS


def seconds_a_unit() -> float:
    """Return how long one core of this machine takes for a unit of work."""
    rounds = 200_000
    start = time.perf_counter()
    hashlib.pbkdf2_hmac("sha256", b"password", b"salt", rounds)
    return (time.perf_counter() - start) / rounds * ROUNDS_A_UNIT


def measure(stage: Stage) -> list[Figure]:
    offices = stage.link.execute(PLACES).fetchall()
    smallest, largest = offices[0][1], offices[-1][1]
    unit = seconds_a_unit()
    ways: dict[str, Callable[[int], float]] = {
        "nothing": by_nothing,
        "waiting": by_waiting,
        f"{CORES} cores like this one": by_work(HOUR / unit * CORES),
        "a graphics card": by_work(HOUR * ROUNDS / ROUNDS_A_UNIT),
    }
    rows = [_row(source, ways, smallest=smallest, largest=largest) for source in SOURCES]
    return [*rows, *_honest(unit)]


def _row(
    source: Source, ways: dict[str, Callable[[int], float]], *, smallest: int, largest: int
) -> Figure:
    claims = {way: source.now(of_one) for way, of_one in ways.items()}
    now = "; ".join(
        f"{way}: {_part(count, smallest)} and {_part(count, largest)}"
        for way, count in claims.items()
    )
    before = source.before()
    return Figure(
        what=f"What {source.name} can take in an hour of the smallest office ({smallest} places)"
        f" and of the largest ({largest})",
        figure=now,
        limit=f"before: {_part(before, smallest)} and {_part(before, largest)}",
        ratio=min(claims["waiting"], largest) / min(before, largest),
        target="under a third of the smallest by waiting" if source.networks == 1 else "",
        met=claims["waiting"] <= smallest / 3 if source.networks == 1 else None,
    )


def _honest(unit: float) -> list[Figure]:
    library = prices.price_at(LIBRARY - 1)
    return [
        Figure(
            what=f"What a family of {FAMILY} notices, and visitor {LIBRARY} of a day in a library",
            figure=f"family: nothing; visitor {LIBRARY}: {library.units:.1f} units"
            f" ({library.units * unit:.1f} s on one core here), or a wait of {library.seconds} s",
            target=f"{FAMILY} free, and a phone with as many; minutes for visitor {LIBRARY}",
            met=rules.FREE_CLAIMS >= FAMILY <= rules.LIVE_FOR_A_CONTACT
            and library.seconds <= HOUR / 20,
        )
    ]


def _part(count: float, places: int) -> str:
    return "all" if count >= places else f"{count:.0f}"
