"""./guichet migrate: prepare the database as a step of its own, before nodes start."""

import time
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from guichet.kernel.running import preparation

LOCK_WAIT, PAUSE = 2.0, 5.0  # seconds: bookings wait behind us for the first, and not in the other
PATIENCE = 900.0  # seconds until we give up, for a backup may run that long

# What asks, or is for a person who knows what they do: Django's command, and nothing more.
ONLY_ASKS = ("plan", "check_unapplied")
ONLY_TABLES = ("app_label", "fake", "fake_initial", "prune", "tables_only")


class Command(migrate.Command):
    """Django's command, which one node at a time runs, and which fills the tables as well."""

    help = "Bring tables, offices and slots up to date, one node at a time. Safe to run twice."
    is_typed = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--tables-only", action="store_true", help="Make the tables, and put nothing in them."
        )

    def run_from_argv(self, argv: list[str]) -> None:
        """Remember that a person or a script typed it: inside the program it makes tables only."""
        self.is_typed = True
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the tables; where the whole command was typed, fill them too."""
        if any(options.get(name) for name in ONLY_ASKS):
            super().handle(*args, **options)
            return
        if not self.is_typed:
            self._make_tables(*args, **options)
            return
        with preparation.alone(self.stderr.write):
            self._make_tables(*args, **options)
            if any(options.get(name) for name in ONLY_TABLES):
                return
            preparation.fill_database()
        preparation.check_database(self.stderr.write)

    def _make_tables(self, *args: Any, **options: Any) -> None:
        """Make the tables; a lock that somebody else has is waited for briefly, and tried again.

        Who waits for a lock on a table holds up everybody behind, so we step back in between.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"SET lock_timeout = {int(1000 * LOCK_WAIT)}")
                super().handle(*args, **options)
                break
            except OperationalError as error:
                is_taken = isinstance(error.__cause__, LockNotAvailable)
                if not is_taken or time.monotonic() > deadline:
                    raise
            self.stderr.write("A table that changes is in use; trying again in a moment.")
            time.sleep(PAUSE)
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
