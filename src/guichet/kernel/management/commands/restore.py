"""./guichet restore FILE: put a copy back, all of it or nothing."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.kernel import backup


class Command(BaseCommand):
    help = "Put a backup back, all of it or nothing, and bring its tables up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="Erase what the database holds now."
        )

    def handle(self, *, file: Path, replace: bool, **options: object) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is not there.")
        if backup.has_records() and not replace:
            raise CommandError("The database holds records. Say --replace to erase them.")
        try:
            backup.put_back(file)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write(f"The database is now as it was in {file}.")
