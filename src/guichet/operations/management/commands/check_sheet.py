"""./guichet check-sheet FILE"""

from pathlib import Path

from django.core.management.base import CommandError, CommandParser

from guichet.counter.desk.agenda import sheets
from guichet.kernel.running.switched import ProgrammeCommand


class Command(ProgrammeCommand):
    programme = "appointments"
    help = "Say whether a day sheet was made by this site and is as it was made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the sheet as it was saved")

    def handle(self, **options: str) -> None:
        path = Path(options["file"])
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}.") from None
        if not sheets.is_ours(text):
            raise CommandError(f"{path} is not a sheet of this site as it was made.")
        self.stdout.write(f"{path} is a sheet of this site, and nothing in it was changed.")
