"""Whether the cost stays the same while the past grows: pages of the database and processor."""

from datetime import timedelta
from typing import Any

from bench import world
from bench.figures import Figure
from bench.measures import free_times
from bench.stage import Stage, captured
from bench.world import OFFICE, SERVICE
from guichet.booking import queries
from guichet.booking.api import availability
from guichet.booking.api.availability import Search
from guichet.kernel import clock

PAST = (1_000, 100_000, 1_000_000)
FLAT = 1.25  # the last may cost so much more than the first

HOLD = """
SELECT * FROM claim_place({slot}, NULL, NULL, 20, now(), now() + interval '10 minutes', false)
"""
CONFIRM = """
SELECT * FROM confirm_place(
  (SELECT max(id) FROM booking_appointment), 'FLAT', sha256('flat'), now(), 'en', 'Ada Lovelace',
  '1985-05-17', '+15052460100', '', '', '', '', true, sha256('letters'), sha256('words'))
"""


def measure(stage: Stage) -> list[Figure]:
    """Leave the world with its longest past: everything after this is measured on top of it."""
    past = PAST[:2] if stage.quick else PAST
    buffers: dict[str, list[int]] = {}
    milliseconds: list[float] = []
    for appointments in past:
        stage.say(f"      {appointments:,} past appointments ...")
        world.lengthen_past(stage.link, upto=appointments)
        for what, count in pages_touched(stage).items():
            buffers.setdefault(what, []).append(count)
        first, last = free_times.four_weeks()
        path = f"{free_times.API}/slots?service={SERVICE}&from={first}&to={last}"
        web, database, *_ = free_times.cost(stage, path)
        milliseconds.append(web + database)
    counts_text = " / ".join(f"{appointments:,}" for appointments in past)
    rows = [
        Figure(
            what=f"{what}: database pages, with {counts_text} past appointments",
            figure=" / ".join(map(str, counts)),
            limit=f"{counts[0]} with the shortest past",
            ratio=counts[0] / max(1, counts[-1]),
            target="flat",
            met=counts[-1] <= FLAT * counts[0],
        )
        for what, counts in buffers.items()
    ]
    return [
        *rows,
        Figure(
            what=f"Free times as JSON: processor, with {counts_text} past appointments",
            figure=" / ".join(f"{value:.2f}" for value in milliseconds) + " ms",
            limit=f"{milliseconds[0]:.2f} ms with the shortest past",
            ratio=milliseconds[0] / milliseconds[-1],
            target="flat",
            met=milliseconds[-1] <= FLAT * milliseconds[0],
        ),
    ]


def pages_touched(stage: Stage) -> dict[str, int]:
    """Return how many pages of the database each operation reads or changes."""
    now, slot = clock.now(), stage.take_slots(1)[0]
    day = now.date()
    with captured() as slots:
        availability.slots_json(Search(office=OFFICE, service=SERVICE), now=now)
    with captured() as page:
        queries.free_times(OFFICE, SERVICE, first=day, last=day + timedelta(days=180), now=now)
    return {
        "Free times as JSON": buffers(stage, slots[0]),
        "Free times of the page": buffers(stage, page[0]),
        "Hold and confirm": buffers(stage, HOLD.format(slot=slot), CONFIRM),
    }


def buffers(stage: Stage, *statements: str) -> int:
    """Return the pages that statements touch in a warm session; nothing they do is kept."""
    least: list[int] = []
    for _ in range(7):  # a session reads the catalog, and plans, the first times
        with stage.link.transaction(force_rollback=True):
            least.append(sum(_explained(stage, statement) for statement in statements))
    return min(least)


def _explained(stage: Stage, statement: str) -> int:
    row = stage.link.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}").fetchone()
    assert row
    plan: dict[str, Any] = row[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])
