"""Commands of a programme, which are not there where it is off."""

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError


class ProgrammeCommand(BaseCommand):
    """A command of one programme, by the code that `agency.toml` has for it."""

    programme = ""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Do it, or raise CommandError where the programme is off."""
        if not self.is_on():
            raise CommandError(
                f"{self.programme!r} is not among the `programmes` of this agency"
                f" ({settings.AGENCY_DIR / 'agency.toml'}), so there is nothing to do."
            )
        return super().execute(*args, **options)

    def is_on(self) -> bool:
        """Tell whether its programme is on."""
        return bool(settings.AGENCY.has(self.programme))


def call_if_there(name: str, **options: Any) -> None:
    """Call a command of a feature that is there and whose programme is on; else do nothing."""
    application = get_commands().get(name)
    if application is None:
        return
    command = load_command_class(application, name)
    if not isinstance(command, ProgrammeCommand) or command.is_on():
        call_command(command, **options)
