"""./guichet worker"""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from guichet.kernel import patience


class Command(BaseCommand):
    help = "Send what must leave the house and do the upkeep, until it is stopped."

    def handle(self, **options: object) -> None:
        patience.act_as(patience.WORKER)
        call_command("procrastinate", "worker", concurrency=4, listen_notify=True)
