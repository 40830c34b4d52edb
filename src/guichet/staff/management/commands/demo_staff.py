"""./guichet demo-staff: the accounts of a demonstration; `./guichet run` calls it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.kernel.running.addresses import as_typed
from guichet.staff import demo


class Command(BaseCommand):
    help = "Make the staff accounts of a demonstration. Safe to run twice; loopback only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Make none; fail where one can sign in."
        )

    def handle(self, *, check: bool = False, **options: object) -> None:
        if check:
            if names := demo.who_can_sign_in():
                raise CommandError(
                    f"Demonstration staff can sign in here: {', '.join(names)}. Close these"
                    " accounts (with PRODUCTION=off, on loopback, at /admin/), or use a database"
                    " of its own."
                )
            return
        if not demo.is_allowed():
            raise CommandError("Demonstration staff exist on the loopback address only.")
        note = demo.make(settings.DATA_DIR)
        self.stdout.write(
            f"Staff sign in at /staff/ with a name and password of {note} "
            f"and the code of {as_typed('staff-code NAME')}"
        )
