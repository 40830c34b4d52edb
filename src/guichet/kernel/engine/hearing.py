"""What the database tells of itself (LISTEN): heard in a thread, on a session past any pooler."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings

from guichet.kernel.engine.base import ALIAS, DatabaseWrapper

log = logging.getLogger(__name__)
AGAIN = 2.0  # seconds, after which a lost session is sought anew


class Ear:
    """Hears one channel for as long as the process lives, and finds its way back by itself.

    `heard` is called in the ear's own thread with what was told, and with an empty text when it
    begins to hear: whatever was told before is lost.
    """

    def __init__(self, channel: str, heard: Callable[[str], object]) -> None:
        self.hears = False
        self._channel, self._heard = channel, heard

    def begin(self) -> None:
        """Start the thread; it ends with the process."""
        name = f"hears-{self._channel}"
        threading.Thread(target=self._hear_on, name=name, daemon=True).start()

    def _hear_on(self) -> None:
        while True:
            try:
                self._hear()
            except psycopg.Error as error:
                log.warning("What the database tells is not heard: %s", type(error).__name__)
            self.hears = False
            time.sleep(AGAIN)

    def _hear(self) -> None:
        with psycopg.connect(**_parameters(), autocommit=True) as link:
            link.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(self._channel)))
            self.hears = True
            self._heard("")
            for notice in link.notifies():
                self._heard(notice.payload)


def _parameters() -> dict[str, Any]:
    """Return how the database is reached without its pooler, which hears nothing."""
    entry = settings.DATABASES[ALIAS]
    direct = {**entry, **(entry.get("DIRECT") or {}), "POOLER": ""}
    parameters = DatabaseWrapper(direct).get_connection_params()
    return {k: v for k, v in parameters.items() if k not in {"cursor_factory", "context"}}
