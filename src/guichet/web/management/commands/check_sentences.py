"""./guichet check-sentences"""

from django.core.management.base import BaseCommand, CommandError

from guichet.web.collecting import all_sentences
from guichet.web.translating import problems


class Command(BaseCommand):
    help = "List what is wrong with the catalogues; exit 1 if there is anything."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        found = list(problems(all_sentences()))
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} sentences need work.")
        self.stdout.write("Every sentence is translated.")
