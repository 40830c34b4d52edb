"""./guichet purge"""

from django.core.management.base import BaseCommand, CommandError

from guichet.applications import retention
from guichet.booking import upkeep
from guichet.contact.calls import upkeep as calls
from guichet.contact.practice import upkeep as practice
from guichet.counter import upkeep as counter
from guichet.devices import upkeep as devices
from guichet.feedback import upkeep as feedback
from guichet.figures import upkeep as figures
from guichet.guidance.knowledge import upkeep as searches
from guichet.interactions import upkeep as interactions
from guichet.kernel import clock
from guichet.kernel.database.forgetting import PurgeIncompleteError
from guichet.staff import upkeep as staff


class Command(BaseCommand):
    help = "Erase every record that is older than its retention period. Safe to run twice."

    def handle(self, **options: object) -> None:
        now = clock.now()
        counts, failures = dict[str, int](), list[str]()
        rooms = (
            upkeep,
            calls,
            counter,
            devices,
            feedback,
            figures,
            interactions,
            practice,
            retention,
            searches,
            staff,
        )
        for purge in (room.purge for room in rooms):
            try:
                counts |= purge(now=now)
            except PurgeIncompleteError as error:
                counts |= error.counts
                failures.append(str(error))
        self.stdout.write("Erased: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()) + ".")
        if failures:
            raise CommandError(" ".join(failures))
