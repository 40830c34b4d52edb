"""Fill offices, services, hours and jurisdictions from content/."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import CommandError

from guichet.kernel.progress import track
from guichet.kernel.running.switched import ProgrammeCommand
from guichet.offices import actions
from guichet.offices.reference.content import Reference
from guichet.offices.reference.judging import problems_of


class Command(ProgrammeCommand):
    programme = "appointments"
    help = (
        "Fill offices, services, hours and jurisdictions from content/ and what the agency's"
        " folder says instead. Safe to run twice; with one wrong line, nothing is imported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="judge every file, and write nothing"
        )

    def handle(self, *, dry_run: bool = False, **options: object) -> None:
        reference = Reference(settings.CONTENT_DIR)
        if problems := problems_of(reference):
            lines = "\n".join(f"- {problem}" for problem in problems)
            raise CommandError(f"nothing was imported; to correct ({len(problems)}):\n{lines}")
        places = list(reference.places())
        if not dry_run:
            actions.import_reference(reference, track(places, self.stdout, "Importing places"))
        self.stdout.write(
            f"Offices: {len(reference.offices())}, services: {len(reference.services)}; the"
            f" jurisdictions of {len(places)} places are in the"
            + (" files; nothing was written." if dry_run else " tables.")
        )
