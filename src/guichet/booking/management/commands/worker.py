"""./guichet worker"""

import logging
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from guichet.kernel.database import patience
from guichet.kernel.enciphering import current
from guichet.kernel.meters import watch
from guichet.kernel.tracing import switch
from guichet.kernel.work import workers

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send what must leave the house, do the upkeep, make papers, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only",
            choices=[workers.OUTBOX, *workers.APART],
            default="",
            help="Work on one queue; another worker does the rest.",
        )

    def handle(self, *, only: str, **options: object) -> None:
        patience.act_as(patience.WORKER)
        watch.begin("worker", current.look_aside)
        switch.begin("worker", settings.TRACES_RECEIVER)
        try:
            workers.run(only=only)
        except Exception as error:
            log.error("The worker cannot go on", exc_info=error)
            sys.exit(1)
