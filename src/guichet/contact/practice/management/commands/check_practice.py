"""./guichet check-practice"""

from django.core.management.base import BaseCommand, CommandError

from guichet.contact.practice.stories import checking
from guichet.contact.practice.stories.shelf import books


class Command(BaseCommand):
    help = "List what is wrong with the stories that agents practise; exit 1 if there is anything."

    def handle(self, **options: object) -> None:
        every = books()
        faults = [
            f"{book.name}: {fault}" for book in every.values() for fault in checking.faults(book)
        ]
        for line in faults:
            self.stdout.write(line)
        if faults:
            raise CommandError(f"{len(faults)} things to put right in stories.")
        self.stdout.write(f"{len(every)} stories are whole.")
