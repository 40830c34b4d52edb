"""./guichet backup [FILE]: a copy of the database while the site works on."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from guichet.kernel import clock
from guichet.kernel.backups import beside, copies
from guichet.kernel.backups.programs import BackupError
from guichet.kernel.database import marks


class Command(BaseCommand):
    help = "Copy the database into one file while the site works on. Secrets are not in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="Default: a new one in DATA_DIR.")

    def handle(self, *, file: Path | None, **options: object) -> None:
        recipients, now = settings.BACKUP_RECIPIENTS, clock.now()
        path = file or copies.default_path(settings.DATA_DIR, recipients, now=now)
        try:
            copies.make(path, recipients, now=now)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self._note(now)
        whose = f", enciphered for {recipients}" if recipients.keys else ", in clear"
        size = path.stat().st_size
        self.stdout.write(f"The database is copied to {path} ({size:,} bytes{whose}).")
        if sentence := beside.obstacle():
            self.stderr.write(f"WARNING: it cannot be put back from here. {sentence}")

    def _note(self, now: datetime) -> None:
        """Leave a mark for `/metrics`; a standby, which copies as well, takes none."""
        try:
            marks.leave(marks.BACKED_UP, str(int(now.timestamp())))
        except DatabaseError as error:
            self.stderr.write(f"WARNING: /metrics will not know of it: {type(error).__name__}.")
