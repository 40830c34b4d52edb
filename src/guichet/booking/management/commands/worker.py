"""./guichet worker"""

from django.core.management.base import BaseCommand

from guichet.kernel import patience, workers
from guichet.kernel.meters import watch


class Command(BaseCommand):
    help = "Send what must leave the house, do the upkeep, make papers, until it is stopped."

    def handle(self, **options: object) -> None:
        patience.act_as(patience.WORKER)
        watch.begin("worker")
        workers.run()
