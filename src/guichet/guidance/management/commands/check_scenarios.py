"""./guichet check-scenarios"""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.guidance.scenarios import checking
from guichet.guidance.scenarios.drafts import drafts


class Command(BaseCommand):
    help = "List what is wrong with the scenarios; exit 1 if there is anything. Stale is no fault."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="name", help="of scenarios; all else")

    def handle(self, *, names: list[str], **options: object) -> None:
        every = drafts()
        if unknown := [name for name in names if name not in every]:
            raise CommandError(f"No scenario is called {', '.join(unknown)}.")
        picks = [every[name] for name in names] or list(every.values())
        faults = [f"{draft.name}: {fault}" for draft in picks for fault in checking.faults(draft)]
        for line in faults:
            self.stdout.write(line)
        if faults:
            raise CommandError(f"{len(faults)} things to put right in scenarios.")
        for draft in picks:
            for line in (*checking.idle(draft.tree), *checking.stale(draft)):
                self.stdout.write(f"warning: {draft.name}: {line}")
        self.stdout.write(f"{len(picks)} scenarios are whole.")
