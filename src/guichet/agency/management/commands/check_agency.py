"""./guichet check-agency: all that is wrong with the agency's folder, in one list."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guichet.agency.faults import JUDGES, MORE, errors, in_order
from guichet.agency.own_pages.reading import note_pages
from guichet.agency.reading import Reading, read
from guichet.agency.shipped import DEMONSTRATION
from guichet.agency.words.own import own_sentences
from guichet.agency.words.seen import FILE as SEEN
from guichet.agency.words.seen import write_seen
from guichet.kernel import clock
from guichet.kernel.reading.days import authority_day
from guichet.kernel.running.taking import place_of


class Command(BaseCommand):
    help = "List what is missing or wrong in AGENCY_DIR; exit 1 where something required is."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seen",
            dest="notes",
            action="store_true",
            help="note that every sentence of your own was looked at beside the English of now",
        )

    def handle(self, *, notes: bool, **options: object) -> None:
        place = place_of(settings.AGENCY_DIR)
        reading = _read(place)
        if notes and not reading.errors:  # what is wrong has to go first, and may need the notes
            note_seen(place)
            reading = _read(place)
        self.stdout.write(f"The agency's folder is {settings.AGENCY_DIR}.")
        if settings.AGENCY_DIR == DEMONSTRATION:
            self.stdout.write("It is the demonstration that is shipped; AGENCY_DIR=… names yours.")
        for fault in reading.faults:
            self.stdout.write(f"- {fault}")
        if not _is_judged_whole(place):
            self.stdout.write(MORE)
        wrong, doubts = len(reading.errors), len(reading.faults) - len(reading.errors)
        if wrong:
            self.stdout.write(f"{wrong} to correct before it is served; {doubts} to think about.")
            sys.exit(1)
        self.stdout.write(f"It can be served; {doubts} to think about.")


def note_seen(place: Path) -> None:
    """Note every own sentence as read, and the day of every own page that was changed.

    Raises CommandError where the folder is not to be written.
    """
    try:
        write_seen(place, own_sentences(place))
        note_pages(place, on=authority_day(clock.now()))
    except OSError as error:
        file = error.filename or place / SEEN
        message = f"nothing was noted, for {file} cannot be written: {error.strerror}."
        raise CommandError(message) from None


def _read(folder: Path) -> Reading:
    """Return what came of reading a folder, with what the rooms say of what is in it."""
    reading = read(folder)
    if not _is_judged_whole(folder):
        return reading
    faults = [fault for judge in JUDGES for fault in judge(folder)]
    everything = in_order([*reading.faults, *faults])
    return Reading(None if errors(everything) else reading.agency, everything)


def _is_judged_whole(folder: Path) -> bool:
    """Tell whether the rooms can look at the folder: it is what this process has read."""
    return settings.AGENCY.folder.resolve() == folder.resolve()
