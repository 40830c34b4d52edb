"""Add an agency's own offices from a CSV file."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from guichet.kernel.running.switched import ProgrammeCommand
from guichet.offices import actions
from guichet.offices.reference.content import Reference
from guichet.offices.reference.office_rows import OfficeRow, UnreadableFileError, read_offices


class Command(ProgrammeCommand):
    programme = "appointments"
    help = (
        "Add offices from a CSV file, or bring theirs up to date. Columns as in content/offices/:"
        " code, name, street, city, time_zone, lat, lon, and either state and zip or"
        " country_alpha2 and postal_code; an optional column `hours` names a template of"
        " content/hours/. Safe to run twice; with one wrong line, nothing is imported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument(
            "--dry-run", action="store_true", help="judge the file, and write nothing"
        )

    def handle(self, *, file: Path, dry_run: bool = False, **options: object) -> None:
        reference = Reference(settings.CONTENT_DIR)
        rows = _read(file, reference)
        if dry_run:
            self.stdout.write(f"{len(rows)} offices are in {file.name}; nothing was written.")
            return
        actions.import_offices(rows, reference)
        self.stdout.write(f"{len(rows)} offices imported from {file.name}.")


def _read(file: Path, reference: Reference) -> list[OfficeRow]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return read_offices(
                lines,
                home=settings.AGENCY.country("appointments"),
                templates=reference.templates.names(),
            )
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 text; nothing was imported.") from error
    except UnreadableFileError as error:
        problems = "\n".join(f"  {problem}" for problem in error.problems)
        raise CommandError(f"{file} was not imported:\n{problems}") from error
