"""./guichet check-audit"""

import sys

from django.core.management.base import BaseCommand

from guichet.kernel import clock
from guichet.kernel.record import seals_checked


class Command(BaseCommand):
    help = "Prove that no line of the record was changed or taken away; exit 1 and which, if not."

    def handle(self, **options: object) -> None:
        lines = list(seals_checked.broken(now=clock.now()))
        for line in lines:
            self.stdout.write(line)
        if lines:
            sys.exit(1)
        number, waiting = seals_checked.counted()
        self.stdout.write(f"All {number} seals hold; {waiting} lines wait for the next one.")
