"""Two hundred people at one slot of three places, all at the same moment."""

from collections import Counter

from bench import load, world
from bench.browser import Browser, HttpAnswer
from bench.figures import Figure, milliseconds
from bench.measures.free_times import static_file
from bench.people import person
from bench.stage import Stage
from bench.statements import Statements

CLIENTS, SLOWEST = 200, 2.0


def measure(stage: Stage) -> list[Figure]:
    path, url = static_file(stage), stage.site.url
    _, bare = load.at_once(lambda number: fetch(url, path), clients=CLIENTS)
    slot = world.make_hot_slot(stage.link)
    counter = Statements(stage.link)
    with stage.measured() as usage:
        answers, run = load.at_once(lambda number: book(url, slot, number), clients=CLIENTS)
    statements, slowest = counter.per(CLIENTS), max(run.latencies)
    kinds = Counter(kind(answer) for answer in answers)
    lawful = stage.site.command("check-invariants", check=False)
    booked, refusals = kinds["booked"], kinds["slot_full"]
    other = sum(kinds.values()) - booked - refusals
    right = (booked, refusals) == (world.PLACES, CLIENTS - world.PLACES) and not lawful.returncode
    return [
        Figure(
            what=f"{CLIENTS} clients at one slot of {world.PLACES} places, at once",
            figure=f"{booked} booked, {refusals} told what else is free, {other} other;"
            f" slowest {slowest:.2f} s; invariants {'hold' if not lawful.returncode else 'BROKEN'}",
            statements=statements,
            processor=milliseconds(
                web=usage.milliseconds("web", CLIENTS),
                database=usage.milliseconds("database", CLIENTS),
            ),
            limit=f"slowest {max(bare.latencies):.2f} s: a static file for each of {CLIENTS}",
            ratio=max(bare.latencies) / slowest,
            target=f"exactly {world.PLACES} booked, none above {SLOWEST:g} s, no 5xx",
            met=right and slowest < SLOWEST,
        )
    ]


def fetch(url: str, path: str) -> int:
    with Browser(url) as browser:
        return browser.get(path).status


def book(url: str, slot: int, number: int) -> HttpAnswer:
    """Ask for a place as a program does, over a connection that is opened for it."""
    with Browser(url) as browser:
        facts = {"slot": str(slot), **person(100 + number, 0), "language": "en"}
        return browser.post_json("/api/v1/appointments", facts)


def kind(answer: HttpAnswer) -> str:
    """Return how it ended: `booked`, `slot_full` with other times, or what it was instead."""
    if answer.status == 201:
        return "booked"
    problem = answer.json if answer.status == 409 else {}
    if problem.get("code") == "slot_full" and 1 <= len(problem.get("alternatives", [])) <= 3:
        return "slot_full"
    return f"{answer.status} {problem.get('code', '')}"
