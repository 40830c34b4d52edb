"""./guichet purge"""

from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand

from guichet.applications import retention
from guichet.booking import upkeep
from guichet.kernel import clock


class Command(BaseCommand):
    help = "Erase every record that is older than its retention period. Safe to run twice."

    def handle(self, **options: object) -> None:
        now = clock.now()
        gone = {**upkeep.purge(now=now), **retention.purge(now=now)}
        SessionStore.clear_expired()
        self.stdout.write("Erased: " + ", ".join(f"{n} {kind}" for kind, n in gone.items()) + ".")
