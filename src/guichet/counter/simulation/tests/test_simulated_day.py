"""A day is played to its end, counted once more from the record, and fails without the lock."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.sites import Site

pytestmark = pytest.mark.slow

# An office that is open every day for two hours, and its slots of the next days.
WORLD = """
from datetime import time
from guichet.booking.schedule.release import release_slots
from guichet.kernel import clock
from guichet.offices.models import OpeningHours
from guichet.offices.testing import make_office, make_service
office, service = make_office(), make_service()
for weekday in range(1, 8):
    OpeningHours.objects.create(
        office=office, service=service, weekday=weekday, desks=4,
        opens_at=time(9), closes_at=time(11),
    )
release_slots(office, now=clock.now())
"""
# The figures of that day, as they are written once it is over.
FIGURES = """
import json
from datetime import UTC, datetime, timedelta
from guichet.figures import actions
from guichet.figures.models import DayFigures
day = datetime.fromisoformat("{day}").replace(tzinfo=UTC)
actions.count_days(now=day + timedelta(days=3))
rows = DayFigures.objects.filter(date=day.date(), by="{by}")
names = "booked came missed cancelled closed walk_ins walk_ins_missed served left turned_away waits"
print(json.dumps([{{name: getattr(row, name) for name in names.split()}} for row in rows]))
"""
DAY = ("simulate-day", "TST", "--clients", "40", "--walk-ins", "8", "--seed", "3")
OUTCOMES = "cancelled moved_or_cancelled_by_closure finished no_show left turned_away".split()
RECORD = "SELECT record_type, record, verb, actor FROM kernel_auditentry ORDER BY id"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        site.prepare(world=WORLD)
        yield site


def play(site: Site, *words: str) -> tuple[int, dict[str, Any]]:
    """Return how a simulated day ended, and its counts."""
    process = site.command(*DAY, *words, check=False)
    assert process.stdout, process.stderr
    return process.returncode, json.loads(process.stdout.splitlines()[-1])


def counted_from_the_record(site: Site) -> Mapping[str, int]:
    """Count the outcomes of everybody by what the record says of them, deed after deed."""
    last: dict[tuple[str, int], list[str]] = {}
    with site.connect() as link:
        for kind, record, verb, _ in link.execute(RECORD).fetchall():
            last.setdefault((kind, record), []).append(verb)
    people = [verbs for (kind, _), verbs in last.items() if kind == "appointment"]
    tickets = [verbs for (kind, _), verbs in last.items() if kind == "ticket"]
    checked_in = [verbs for verbs in people if "check_in" in verbs]
    hit = [verbs for verbs in people if "office_closed" in verbs and "check_in" not in verbs]
    ends = [verbs[-1] for verbs in tickets]
    return {
        "booked": sum("book" in verbs for verbs in people),
        "walk_ins": len(tickets) - len(checked_in),
        "cancelled": sum("cancel" in verbs for verbs in people),
        "checked_in": len(checked_in),
        "called": sum("ticket_call" in verbs for verbs in tickets),
        "finished": ends.count("ticket_finish"),
        "finished_walk_ins": ends.count("ticket_finish")
        - sum("complete" in verbs for verbs in people),
        "no_show": sum(verbs[-1] == "miss" for verbs in people),
        "left": ends.count("ticket_left"),
        "turned_away": ends.count("ticket_turn_away"),
        "moved_or_cancelled_by_closure": len(hit),
    }


def check_figures(site: Site, counts: Mapping[str, Any], record: Mapping[str, int]) -> None:
    """Prove that the figures of the day are what the record says, and add up by hour."""
    script = FIGURES.format(day=counts["date"], by="all")
    (whole,) = json.loads(site.command("shell", "--command", script).stdout.splitlines()[-1])
    script = FIGURES.format(day=counts["date"], by="hour")
    hours = json.loads(site.command("shell", "--command", script).stdout.splitlines()[-1])
    for name in ("booked", "walk_ins", "cancelled", "left", "turned_away"):
        assert whole[name] == record[name], name
    assert whole["served"] == record["finished"]
    assert whole["closed"] == record["moved_or_cancelled_by_closure"]
    assert whole["missed"] + whole["walk_ins_missed"] == record["no_show"]
    assert whole["came"] + whole["missed"] + whole["cancelled"] + whole["closed"] == whole["booked"]
    assert 0 < sum(whole["waits"]) <= record["called"]
    assert sum(hour["walk_ins"] for hour in hours) == whole["walk_ins"]
    assert sum(sum(hour["waits"]) for hour in hours) == sum(whole["waits"])


def test_a_day_ends_with_everybody_accounted_for_and_fails_without_the_lock(site: Site) -> None:
    status, counts = play(site, "--closure", "10:20", "--worker-dies", "09:50")
    assert status == 0
    people = counts["booked"] + counts["walk_ins"]
    assert people == 48 == sum(counts[outcome] for outcome in OUTCOMES)
    assert counts["lost"] == counts["called_twice"] == 0
    record = counted_from_the_record(site)
    assert record == {name: counts[name] for name in record}
    assert counts["no_show"] == 4
    assert counts["moved_or_cancelled_by_closure"] == counts["told"] + counts["not_reached"]
    assert counts["told"] > 0  # by the worker that came in the evening, for that of the day is dead
    check_figures(site, counts, record)
    assert site.command("check-invariants").returncode == 0

    status, counts = play(site, "--control")
    assert status == 1
    assert counts["called_twice"] > 0
    assert counted_from_the_record(site) == record  # it was played in a copy, which is gone
    with site.connect() as link:
        assert link.execute("SELECT to_regclass('one_open_call_a_ticket')").fetchone()[0]
        names = link.execute("SELECT datname FROM pg_database").fetchall()
    assert not [name for (name,) in names if "_copy_" in name]
