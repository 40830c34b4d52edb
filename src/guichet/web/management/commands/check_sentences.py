"""./guichet check-sentences"""

from itertools import chain

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guichet.web.translation.checking import (
    problems,
    problems_of_content,
    stale_content,
    stale_sentences,
    undated,
    unread_counts,
)
from guichet.web.translation.collecting import all_sentences


class Command(BaseCommand):
    help = "List what is wrong with the sentences; exit 1 if there is anything. Stale is no fault."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        content = settings.CONTENT_DIR
        source = all_sentences()
        faults = [*problems(source), *problems_of_content(content)]
        faults = faults or [*undated(source, content)]
        for line in faults:
            self.stdout.write(line)
        if faults:
            raise CommandError(f"{len(faults)} sentences need work.")
        for line in chain(stale_sentences(), stale_content(content)):
            self.stdout.write(f"warning: {line}")
        unread = ", ".join(f"{code} {count}" for code, count in unread_counts(content).items())
        self.stdout.write(f"Every sentence is translated. Not read by a person yet: {unread}.")
