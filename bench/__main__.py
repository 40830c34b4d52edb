"""Run the benchmarks: `python -m bench [--quick] [--only NAME] [--write]`."""

import argparse
import importlib
import os
import signal
import sys
import time
from pathlib import Path

from bench import figures
from bench.figures import Figure
from bench.processor import neighbors
from bench.site import ROOT, Site
from bench.stage import Stage, make_world, set_up_django

DOCUMENT = ROOT / "docs" / "benchmarks.md"
# The first leaves a million appointments of the past behind: the others are measured on top.
MEASURES = {
    "flatness": "Does the cost grow with the past?",
    "free_times": "Four weeks of free times",
    "hoarding": "What one source can take of an office in an hour",
    "bookings": "Bookings through HTTP",
    "journeys": "Whole journeys as a browser sends them",
    "crowd": "200 clients at one slot",
    "agenda": "The desk of an office with five hundred people a day",
    "calls": "Twenty officers call the next at once",
    "closure": "An office closes for a day",
    "offers": "A place comes back while many wait for an earlier time",
    "year_of_figures": "The figures of an office over a year",
    "displays": "Two hundred displays follow an office",
    "web_notices": "A web notice reaches every page",
    "scenarios": "A step of a scenario",
    "first_page": "The first page, cold",
    "notices": "Notices as PDF",
    "memory": "What a node holds in memory",
    "eligibility": "Does somebody need an authorization?",
    "knowledge": "A search among 5,000 articles in 16 languages",
    "eta_help": "Help of a page of the form in every language",
    "eta_status": "Where does it stand?",
    "case_search": "The agents' search in a contact",
    "work_list": "The officers' list, while 100,000 tasks wait",
    "file": "An officer's file with 30 papers and 40 letters",
    "eta_decision": "From submission to decision, while 10,000 wait",
    "enciphered": "What enciphering costs a look-up and a submission",
    "agencies": "What another agency's site costs beside the demonstration's",
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the work, to try it out")
    parser.add_argument("--only", nargs="+", choices=MEASURES, help="some of the questions")
    parser.add_argument("--write", action="store_true", help="write the table to docs/")
    return parser.parse_args()


def main() -> int:
    """Print the table; 1 when a figure misses its target."""
    options = arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM cleans up as Ctrl-C does
    start = time.monotonic()
    with neighbors() as others, Site(address=os.environ.pop("DATABASE_URL", "")) as site:
        rows, notes = measured(site, options)
    text = figures.as_text(rows)
    facts = figures.conditions([*notes, *others])
    sys.stdout.write(f"{text}\n\n{facts}\n{time.monotonic() - start:.0f} seconds in all.\n")
    if options.write:
        figures.write(Path(DOCUMENT), f"{facts}\n\n{figures.as_markdown(rows)}")
    return int(any(row.met is False for row in rows))


def measured(site: Site, options: argparse.Namespace) -> tuple[list[Figure], list[str]]:
    """Return the rows, and the conditions that only the running site knows."""
    sys.stderr.write("[0] A site of its own: database, offices, free times, web server ...\n")
    site.prepare()
    set_up_django(site)
    with site.connect() as link:
        stage = make_world(site, link, quick=options.quick)
        site.serve()
        rows: list[Figure] = []
        names = options.only or list(MEASURES)
        for number, name in enumerate(names, start=1):
            stage.say(f"[{number}/{len(names)}] {MEASURES[name]} ...")
            rows += ask(stage, name)
        version = link.execute("SHOW server_version").fetchone()
    return rows, [f"PostgreSQL {version[0] if version else '?'}", f"{site.workers} web workers"]


def ask(stage: Stage, name: str) -> list[Figure]:
    """Return the rows of one question; one that cannot be answered is a row too."""
    try:
        rows: list[Figure] = importlib.import_module(f"bench.measures.{name}").measure(stage)
    except Exception as error:  # the other questions are still worth asking
        stage.say(f"      failed: {error}")
        return [Figure(what=MEASURES[name], figure=f"failed: {error}"[:200], met=False)]
    return rows


if __name__ == "__main__":
    sys.exit(main())
