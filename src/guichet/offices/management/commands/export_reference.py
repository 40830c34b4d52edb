"""./guichet export-reference KIND [FILE.csv]"""

import os
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.base import CommandError

from guichet.kernel.running.switched import ProgrammeCommand
from guichet.offices.reference.cells import as_csv
from guichet.offices.sheets.export import rows_of
from guichet.offices.sheets.kinds import KINDS

MARK = "\ufeff"  # by which some programs for tables know that a file is UTF-8


class Command(ProgrammeCommand):
    programme = "appointments"
    help = (
        "Write offices, services, jurisdictions, hours or documents (what to bring) as CSV, for a"
        " program for tables or for import-offices, import-services, … of this or another"
        " site. What a spreadsheet would take for a formula begins with an apostrophe, and is read"
        " back as it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS), metavar="KIND")
        parser.add_argument("file", type=Path, metavar="FILE.csv", nargs="?")
        parser.add_argument("--semicolons", action="store_true", help="between cells, not commas")
        parser.add_argument("--mark", action="store_true", help="begin with the mark of UTF-8")

    def handle(self, *, kind: str, file: Path | None, **options: object) -> None:
        delimiter = ";" if options["semicolons"] else ","
        rows = list(rows_of(KINDS[kind]))
        lines = [MARK if options["mark"] else "", *as_csv(rows, delimiter=delimiter)]
        if file is None:
            self.stdout.write("".join(lines), ending="")
            return
        try:
            _write(file, lines)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{len(rows) - 1:,} {kind} are in {file}.")


def _write(file: Path, lines: Iterable[str]) -> None:
    """Write a file whole; until it is, what was there before stays."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=file.resolve().parent, delete=False
    ) as draft:
        draft.writelines(lines)
    os.chmod(draft.name, 0o644)
    os.replace(draft.name, file)
