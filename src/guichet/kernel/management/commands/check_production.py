"""./guichet check-production: all that is wrong with the settings, at once, without connecting."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from guichet import environment, production
from guichet.kernel.record import seals_file
from guichet.kernel.running import folders
from guichet.kernel.running.switched import call_if_there
from guichet.kernel.tracing import switch


class Command(BaseCommand):
    help = "List every setting that cannot be right for the public; ends with 1 where one is not."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        wrong, doubts = [*environment.complaints(), *folders.obstacles()], list[str]()
        if settings.AUDIT_SEAL_FILE:
            path = Path(settings.AUDIT_SEAL_FILE)
            obstacle = seals_file.obstacle(path)
            wrong += [obstacle] if obstacle else []
            doubts += [] if obstacle else seals_file.doubts(path)
        for sentence in wrong:
            self.stdout.write(f"- {sentence}")
        if settings.TRACES_RECEIVER and not settings.TRACES:
            doubts.append(switch.MISSING)
        warnings = [sentence for _, sentence in production.warnings(settings.START)]
        for sentence in (*warnings, *doubts):
            self.stdout.write(f"- Warning: {sentence}")
        if settings.CLAMD:
            call_if_there("check_workshop", stderr=self.stdout)
        if wrong:
            self.stdout.write(f"{len(wrong)} to correct before the public is served.")
            sys.exit(1)
        self.stdout.write("The settings are fit for the public. Nothing was connected to.")
