"""./guichet kept-databases: what restores have left beside the database, and an end to it."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.kernel.backups import beside
from guichet.kernel.backups.programs import BackupError


class Command(BaseCommand):
    help = "List what restores have left beside the database; --drop NAME erases one of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drop", metavar="NAME", help="Erase this one, for good.")

    def handle(self, *, drop: str | None, **options: object) -> None:
        databases = beside.kept()
        if drop is None:
            for database in databases:
                self.stdout.write(f"{database.name}  {database.size / 1e6:,.1f} MB")
            self.stdout.write(f"{len(databases)} kept.")
            return
        if drop not in {database.name for database in databases}:
            raise CommandError(f"No restore has left a database named {drop}.")
        try:
            beside.drop(drop)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{drop} is erased.")
