"""./guichet purge"""

from django.core.management.base import BaseCommand

from guichet.booking import upkeep
from guichet.kernel import clock


class Command(BaseCommand):
    help = "Erase every record that is older than its retention period. Safe to run twice."

    def handle(self, **options: object) -> None:
        gone = upkeep.purge(now=clock.now())
        self.stdout.write("Erased: " + ", ".join(f"{n} {kind}" for kind, n in gone.items()) + ".")
