"""./guichet worker"""

import logging
import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from guichet.kernel.database import patience
from guichet.kernel.enciphering import current
from guichet.kernel.meters import watch
from guichet.kernel.tracing import switch
from guichet.kernel.work import workers

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send what must leave the house, do the upkeep, make papers, until it is stopped."

    def handle(self, **options: object) -> None:
        patience.act_as(patience.WORKER)
        watch.begin("worker", current.look_aside)
        switch.begin("worker", settings.TRACES_RECEIVER)
        try:
            workers.run()
        except Exception as error:
            log.error("The worker cannot go on", exc_info=error)
            sys.exit(1)
