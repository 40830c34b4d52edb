"""./guichet import-translations FILE --by "Marie Tremblay" """

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guichet.kernel.clock import now
from guichet.kernel.reading.days import authority_day
from guichet.web.translation.exchange import take


class Command(BaseCommand):
    help = "Take translations back from a translator's PO file; what is not fuzzy was read by them."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="who has read what is not fuzzy")

    def handle(self, *, file: Path, by: str, **options: object) -> None:
        content, today = settings.CONTENT_DIR, authority_day(now())
        language, report = take(content, file.read_bytes(), by=by, on=today)
        counts = f"{len(report.changed)} sentences changed, {len(report.readings)} read by {by}"
        self.stdout.write(f"{language}: {counts}.")
        for line in report.faults:
            self.stdout.write(f"refused: {line}")
        if report.faults:
            raise CommandError(f"{len(report.faults)} faults; their sentences stay as they were.")
