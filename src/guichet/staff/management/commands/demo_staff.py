"""./guichet demo-staff: the accounts of a demonstration; `./guichet run` calls it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guichet.staff import demo


class Command(BaseCommand):
    help = "Make the staff accounts of a demonstration. Safe to run twice; loopback only."

    def handle(self, **options: object) -> None:
        if not demo.is_allowed():
            raise CommandError("Demonstration staff exist on the loopback address only.")
        note = demo.make(settings.DATA_DIR)
        self.stdout.write(
            f"Staff sign in at /staff/ with a name and password of {note} "
            "and the code of ./guichet staff-code NAME."
        )
