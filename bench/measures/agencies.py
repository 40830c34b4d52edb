"""What an agency of one's own costs: the same requests on its site and on the demonstration's."""

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import world
from bench.browser import Browser
from bench.figures import Figure
from bench.measures.bookings import expect
from bench.people import person
from bench.processor import measured
from bench.site import ROOT, Site, free_port
from bench.stage import Stage

DEMONSTRATION = ROOT / "agencies" / "demonstration"
CONSULATE, ISLAND = (ROOT / "tests" / "agencies" / name for name in ("consular", "island"))
TURNS = 6
MOST = 1.10  # of what it costs on the demonstration's site
LANGUAGE = "fr"  # one that both offices' sites speak: its words are as long on either
DOOR = """
SELECT office_id, service_id FROM offices_openinghours
 GROUP BY office_id, service_id ORDER BY office_id, service_id LIMIT 1
"""
FREE = "SELECT id FROM booking_slot WHERE office_id = %s ORDER BY id"
TIMES = f"/{LANGUAGE}/appointments/offices/{{}}/{{}}/"
LOOK_UP = "/en/eta/status/"


@dataclass
class Errand:
    """One thing done again and again on a site, and the least it took of a processor."""

    site: Site
    work: Callable[[int], None]
    turn: int = 0
    least: float = math.inf  # milliseconds, of web and database

    def go(self, times: int) -> None:
        """Do it so many times; what disturbs makes it dearer, never cheaper: the least counts."""
        web, database = self.site.processes["web"].pid, self.site.database.pid
        with measured(web=web, database=database) as usage:
            for _ in range(times):
                self.work(self.turn)
                self.turn += 1
        parts = (usage.milliseconds(name, times) for name in ("web", "database"))
        self.least = min(self.least, sum(part or 0.0 for part in parts))


def measure(stage: Stage) -> list[Figure]:
    with ExitStack() as sites:
        demonstration, consulate, island = (
            sites.enter_context(standing(folder)) for folder in (DEMONSTRATION, CONSULATE, ISLAND)
        )
        offices = [stocked(consulate), stocked(demonstration)]
        booking = [bookings(*office) for office in offices]
        times = [page(site, TIMES.format(office, service)) for site, office, service in offices]
        looks = [page(site, LOOK_UP) for site in (island, demonstration)]
        return [
            row(stage, "A booking, at a consulate", booking),
            row(stage, "The page to choose a time, at a consulate", times),
            row(stage, "The page to look up a status, on an island", looks),
        ]


@contextmanager
def standing(folder: Path) -> Iterator[Site]:
    """Let the site of an agency stand, with nothing in it."""
    with Site(workers=1, settings={"AGENCY_DIR": str(folder)}) as site:
        site.port = free_port()
        site.prepare()
        site.serve()
        yield site


def stocked(site: Site) -> tuple[Site, str, str]:
    """Give the first office of a site as many free times as any; return it and its service."""
    site.command("import-reference", "--skip-checks")
    with site.connect() as link:
        office, service = link.execute(DOOR).fetchone() or ("", "")
        world.lay_grid(link, office=office, service=service)
        world.settle(link)
    return site, office, service


def bookings(site: Site, office: str, service: str) -> Errand:
    """Return the errand of booking one place after another, each for somebody else."""
    with site.connect() as link:
        slots = [str(number) for (number,) in link.execute(FREE, [office])]
    browser = Browser(site.url)

    def book(turn: int) -> None:
        answer = browser.post_json("/api/v1/holds", {"slot": slots[turn % len(slots)]})
        expect(answer, 201)
        facts = {"hold": answer.json["hold"], **person(0, turn), "language": LANGUAGE}
        expect(browser.post_json("/api/v1/appointments", facts), 201)

    return Errand(site, book)


def page(site: Site, path: str) -> Errand:
    """Return the errand of looking at a page."""
    browser = Browser(site.url)
    return Errand(site, lambda _: expect(browser.get(path), 200))


def row(stage: Stage, what: str, errands: list[Errand]) -> Figure:
    """Compare an errand on an agency's site with the same on the demonstration's, in turn."""
    times = stage.times(300)
    for errand in errands * (TURNS + 1):
        errand.go(times)
    agency, demonstration = (errand.least for errand in errands)
    return Figure(
        what=f"{what} beside the demonstration, {TURNS} turns of each",
        figure=f"{agency:.2f} ms of processor",
        limit=f"{demonstration:.2f} ms: the same at the demonstration",
        ratio=demonstration / agency,
        target=f"at most {MOST:.2f} times as much",
        met=agency <= MOST * demonstration,
    )
