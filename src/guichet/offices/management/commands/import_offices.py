"""Add an agency's own offices from a CSV file."""

from collections.abc import Iterator
from pathlib import Path

from guichet.offices.sheets.commands import ImportCommand
from guichet.offices.sheets.plans import Plan


class Command(ImportCommand):
    kind = "offices"
    help = (
        "Add offices from a CSV file, or bring theirs up to date. Columns as in content/offices/:"
        " code, name, street, city, time_zone, lat, lon, and either state and zip or"
        " country_alpha2 and postal_code; an optional column `hours` names a template of"
        " content/hours/, others are as export-reference writes them. Safe to run twice; with one"
        " wrong line, nothing is imported."
    )

    def report(self, plan: Plan, file: Path, *, is_dry: bool) -> Iterator[str]:
        """Yield how many offices the file has, and what came of each."""
        count = len(plan.added) + len(plan.changed) + plan.same
        end = (
            f"are in {file.name}; nothing was written." if is_dry else f"imported from {file.name}."
        )
        yield f"{count} offices {end}"
        yield from super().report(plan, file, is_dry=is_dry)
