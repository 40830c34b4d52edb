"""./guichet backup [FILE]: a copy of the database while the site works on."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.kernel import backup, clock


class Command(BaseCommand):
    help = "Copy the database into one file while the site works on. Secrets are not in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="Default: a new one in DATA_DIR.")

    def handle(self, *, file: Path | None, **options: object) -> None:
        path = file or backup.default_path(settings.DATA_DIR, now=clock.now())
        try:
            backup.make(path)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The database is copied to {path} ({path.stat().st_size:,} bytes).")
