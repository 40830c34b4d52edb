"""./guichet check-agency: all that is wrong with the agency's folder, in one list."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from guichet.agency.reading import read


class Command(BaseCommand):
    help = "List what is missing or wrong in AGENCY_DIR; exit 1 where something required is."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        reading = read(settings.AGENCY_DIR)
        self.stdout.write(f"The agency's folder is {settings.AGENCY_DIR}.")
        for fault in reading.faults:
            self.stdout.write(f"- {fault}")
        wrong, doubts = len(reading.errors), len(reading.faults) - len(reading.errors)
        if wrong:
            self.stdout.write(f"{wrong} to correct before it is served; {doubts} to think about.")
            sys.exit(1)
        self.stdout.write(f"It can be served; {doubts} to think about.")
