"""./guichet new-agency DIR: a folder that can be served, in a minute."""

import re
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from guichet.agency.making import Wishes, make

QUESTIONS = {
    "name": ("What is the agency called?", "Our Agency"),
    "languages": ("In which languages, the first first?", "en"),
    "programmes": ("Which programmes: appointments, eta, or both?", "appointments"),
    "zone": ("In which time zone does it work?", "UTC"),
    "country": ("For which country, in two letters? Nothing: that of the time zone.", ""),
}


class Command(BaseCommand):
    help = "Make the folder of a new agency. What no option says is asked, or has a default."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--name", help='as in "Consular Service of Example"')
        parser.add_argument("--languages", help="with commas between them, as in fr,pt,ar")
        parser.add_argument("--programmes", help="appointments, eta, or appointments,eta")
        parser.add_argument("--zone", help="as in Europe/Paris")
        parser.add_argument("--country", help="in two letters, as in FR; else that of the zone")

    def handle(self, *, folder: Path, **options: str | None) -> None:
        answers = {key: options.get(key) or self._ask(key) for key in QUESTIONS}
        wishes = Wishes(
            name=answers["name"],
            languages=_several(answers["languages"]),
            programmes=_several(answers["programmes"]),
            zone=answers["zone"],
            country=answers["country"].upper(),
        )
        try:
            reading = make(folder, wishes)
        except OSError as error:
            is_full = isinstance(error, FileExistsError)
            reason = "there is something in it" if is_full else str(error.strerror)
            message = f"{folder} cannot be made: {reason}."
            raise CommandError(message) from None
        for fault in reading.faults:
            self.stdout.write(f"- {fault}")
        if reading.errors:
            message = "No folder was made."
            raise CommandError(message)
        self.stdout.write(f"Made {folder}. Serve it: make run AGENCY_DIR={folder.resolve()}")

    def _ask(self, key: str) -> str:
        question, default = QUESTIONS[key]
        if not sys.stdin.isatty():
            return default
        self.stdout.write(f"{question} [{default}] ", ending="")
        self.stdout.flush()
        return sys.stdin.readline().strip() or default


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[,\s]+|\band\b", text) if part)
