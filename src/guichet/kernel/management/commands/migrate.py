"""./guichet migrate: prepare the database as a step of its own, before nodes start."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate

from guichet.kernel import preparation

# What asks, or is for a person who knows what they do: Django's command, and nothing more.
ONLY_ASKS = ("plan", "check_unapplied")
ONLY_TABLES = ("app_label", "fake", "fake_initial", "prune", "tables_only")


class Command(migrate.Command):
    """Django's command, which one node at a time runs, and which fills the tables as well."""

    help = "Bring tables, offices and slots up to date, one node at a time. Safe to run twice."
    is_typed = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--tables-only", action="store_true", help="Make the tables, and put nothing in them."
        )

    def run_from_argv(self, argv: list[str]) -> None:
        """Remember that a person or a script typed it: inside the program it makes tables only."""
        self.is_typed = True
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the tables; where the whole command was typed, fill them too."""
        if not self.is_typed or any(options.get(name) for name in ONLY_ASKS):
            super().handle(*args, **options)
            return
        with preparation.alone(self.stderr.write):
            super().handle(*args, **options)
            if any(options.get(name) for name in ONLY_TABLES):
                return
            preparation.fill_database()
        preparation.check_database(self.stderr.write)
