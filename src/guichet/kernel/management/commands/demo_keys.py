"""./guichet demo-keys: the keys of programs of a demonstration; `./guichet run` calls it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guichet.kernel import clock
from guichet.kernel.programs import demonstration


class Command(BaseCommand):
    help = "Make the keys of programs of a demonstration. Safe to run twice; loopback only."

    def handle(self, **options: object) -> None:
        if not settings.LOOPBACK or settings.PRODUCTION:
            raise CommandError("Demonstration keys exist on the loopback address only.")
        note = demonstration.make(settings.DATA_DIR, now=clock.now())
        self.stdout.write(f"Programs call with a key of {note}: kind, name, key.")
