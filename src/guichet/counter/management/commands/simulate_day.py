"""./guichet simulate-day OFFICE"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from datetime import date, time
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from guichet.booking.schedule import invariants
from guichet.counter.simulation import control
from guichet.counter.simulation import day as days
from guichet.counter.simulation.crew import ProcessError
from guichet.counter.simulation.day import Day, UnplayableError
from guichet.counter.simulation.play import Plot, play
from guichet.kernel import clock
from guichet.kernel.backups.programs import BackupError
from guichet.kernel.progress import track
from guichet.kernel.running.switched import ProgrammeCommand
from guichet.offices.models import Office

REFUSED = (
    "A simulated day is not played under PRODUCTION=on: its people are invented, and their rows"
    " stay."
)
LOOPBACK = (
    "A simulated day is played on the loopback address only: its clock is not that of the site."
)
NO_OFFICE = "There is no office {code}; ./guichet simulate-day takes the code of one, as MIA."
SEVERAL = {"clients": (1, 2_000), "walk_ins": (0, 1_000)}
BETWEEN = "--{name} takes a number from {least:,} to {most:,}."
USAGE = 2  # the exit status of what cannot be played; 1 is of a day that went wrong


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandError(f"{text} is not a day such as 2026-12-01.", returncode=USAGE) from error


def _wall(text: str | None) -> time | None:
    if text is None:
        return None
    try:
        hour, minute = text.split(":")
        return time(int(hour), int(minute))
    except ValueError as error:
        raise CommandError(f"{text} is not a time such as 13:00.", returncode=USAGE) from error


# Name, then how it is read, what it is where nobody says, and its words.
OPTIONS: Mapping[str, tuple[Callable[[str], Any], Any, str, str]] = {
    "date": (str, None, "DAY", "default: the first open day after tomorrow"),
    "clients": (int, 300, "N", "with an appointment"),
    "walk-ins": (int, 60, "N", "without one"),
    "no-shows": (float, 0.1, "SHARE", "of the clients, who do not come"),
    "closure": (str, None, "HH:MM", "a sudden closure for the rest of the day"),
    "worker-dies": (str, None, "HH:MM", "it is killed, and started again in the evening"),
    "seed": (int, 1, "N", "the same one brings the same people"),
}
CONTROL = "call without the lock, in a copy of the database that is dropped; must exit 1"


class Command(ProgrammeCommand):
    programme = "appointments"
    help = (
        "Play a future day at an office: clients are booked, come, are called and served by"
        " officers in four processes. Its rows stay, those of a closure too; the last line is its"
        " counts as JSON. An estimate is kept where the first call came within ten minutes of what"
        " was foretold, or a quarter of the wait. Exit 1 where an invariant is broken, somebody was"
        " called twice, or is lost."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="an office's code")
        for name, (reads, default, shape, words) in OPTIONS.items():
            parser.add_argument(f"--{name}", type=reads, default=default, metavar=shape, help=words)
        parser.add_argument("--control", action="store_true", help=CONTROL)

    def handle(self, **options: Any) -> None:
        self._judge(options)
        options["date"] = _day(options["date"])  # argparse would say it with all of its options
        for name in ("closure", "worker_dies"):
            options[name] = _wall(options[name])
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            raise CommandError(NO_OFFICE.format(code=options["office"]), returncode=USAGE)
        place = control.in_a_copy(now=clock.now()) if options["control"] else nullcontext()
        try:
            with place:
                day = days.to_play(office, options["date"], now=clock.now())
                counts = self._play(day, options)
                lines = invariants.broken_laws()
        except UnplayableError as error:
            raise CommandError(str(error), returncode=USAGE) from error
        except (BackupError, ProcessError) as error:
            raise CommandError(str(error)) from error
        for line in lines:
            self.stderr.write(line)
        self.stdout.write(json.dumps({"office": office.pk, "date": str(day.date), **counts}))
        if lines or counts["called_twice"] or counts["lost"]:
            sys.exit(1)

    def _judge(self, options: Mapping[str, Any]) -> None:
        if settings.PRODUCTION:
            raise CommandError(REFUSED, returncode=USAGE)
        if not settings.LOOPBACK:
            raise CommandError(LOOPBACK, returncode=USAGE)
        for name, (least, most) in SEVERAL.items():
            if not least <= options[name] <= most:
                words = {"name": name.replace("_", "-"), "least": least, "most": most}
                raise CommandError(BETWEEN.format(**words), returncode=USAGE)
        if not 0 <= options["no_shows"] <= 1:
            raise CommandError("--no-shows takes a share from 0 to 1, as 0.1.", returncode=USAGE)

    def _play(self, day: Day, options: Mapping[str, Any]) -> Mapping[str, int]:
        plot = Plot(
            clients=options["clients"],
            walk_ins=options["walk_ins"],
            no_shows=options["no_shows"],
            closure=day.at("--closure", options["closure"]),
            worker_dies=day.at("--worker-dies", options["worker_dies"]),
            seed=options["seed"],
            is_control=options["control"],
        )

        def watch(events: Iterator[int]) -> Iterator[int]:
            return track(events, self.stderr, f"{day.office.pk} {day.date}")

        return play(day, plot, watch=watch, say=self.stderr.write)
