"""./guichet kept-databases: what restores have left beside the database, and an end to it."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.kernel import clock
from guichet.kernel.backups import beside
from guichet.kernel.backups.programs import BackupError

LISTED = "all that are listed"


class Command(BaseCommand):
    help = "List what restores have left beside the database; --drop erases one, or all old ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than", metavar="DAYS", type=int, help="List only what is older than so long."
        )
        parser.add_argument(
            "--drop",
            metavar="NAME",
            nargs="?",
            const=LISTED,
            help="Erase this one, for good; without a name all that --older-than lists.",
        )

    def handle(self, *, drop: str | None, older_than: int | None = None, **options: object) -> None:
        if older_than is not None and older_than < 1:
            raise CommandError("--older-than takes a number of days, 1 or more.")
        databases = beside.databases_aside()
        if older_than is not None:
            before = clock.now() - timedelta(days=older_than)
            databases = [database for database in databases if database.since < before]
        if drop is None:
            self._list(databases)
        elif drop != LISTED:
            self._drop(drop, databases)
        elif older_than is None:
            raise CommandError("Say which: --drop NAME, or --older-than DAYS --drop.")
        else:
            for database in databases:
                self._drop(database.name, databases)
            self.stdout.write(f"{len(databases)} erased.")

    def _list(self, databases: list[beside.DatabaseAside]) -> None:
        for database in databases:
            since = f"{database.since:%Y-%m-%d %H:%M} UTC"
            self.stdout.write(f"{database.name}  {database.size / 1e6:,.1f} MB  since {since}")
        self.stdout.write(f"{len(databases)} kept.")

    def _drop(self, name: str, databases: list[beside.DatabaseAside]) -> None:
        if name not in {database.name for database in databases}:
            raise CommandError(f"No restore has left a database named {name}.")
        try:
            beside.drop(name)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{name} is erased.")
