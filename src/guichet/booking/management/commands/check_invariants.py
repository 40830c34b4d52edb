"""./guichet check-invariants"""

import sys

from guichet.booking.schedule.invariants import LAWS, broken_laws
from guichet.kernel.running.switched import ProgrammeCommand


class Command(ProgrammeCommand):
    programme = "appointments"
    help = "Prove that no place is held twice and every counter agrees; exit 1 and a list if not."

    def handle(self, **options: object) -> None:
        lines = broken_laws()
        for line in lines:
            self.stdout.write(line)
        if lines:
            sys.exit(1)
        self.stdout.write(f"All {len(LAWS)} invariants hold.")
