"""./guichet staff-code NAME: the code of a demonstration account, for who has no phone at hand."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from guichet.kernel.running.addresses import as_typed
from guichet.staff import demo, second_factor


class Command(BaseCommand):
    help = "Print the six-digit code of a demonstration account. Loopback only."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help=f"As in DATA_DIR/{demo.FILE}.")

    def handle(self, **options: object) -> None:
        if not demo.is_allowed():
            raise CommandError("Codes are printed for demonstrations on the loopback address only.")
        while True:
            app = demo.app_of(str(options["name"]))
            if app is None:
                command = as_typed("demo-staff")
                raise CommandError(
                    f"There is no such account of a demonstration; they are made by {command}"
                )
            if code := second_factor.next_code(app):
                break
            time.sleep(1)  # every code that is good now was used
        self.stdout.write(code)
