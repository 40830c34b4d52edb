"""The administration command line: Django's, with hyphens and a database that starts itself."""

import gc
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import BaseCommand, CommandParser, ManagementUtility, get_commands
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

from guichet.agency.shipped import DEMONSTRATION
from guichet.agency.start import judge_only
from guichet.environment import collect, data_dir, env, stop
from guichet.kernel.running import served, taking
from guichet.kernel.running.rereading import or_as_before
from guichet.kernel.server.postgres import Server
from guichet.kernel.server.programs import ServerError

# These bring their own server, or need none.
WITHOUT_DATABASE = {
    "check",
    "check_agency",
    "check_practice",
    "check_production",
    "check_scenarios",
    "check_sentences",
    "collect_sentences",
    "collectstatic",
    "compile_sentences",
    "export_translations",
    "fill_sentences",
    "help",
    "import_translations",
    "make_films",
    "makemigrations",
    "mark_read",
    "new_agency",
    "run",
    "still_fits",
    "version",
}

# These work beside the database, and without it: none is started for them.
EITHER_WAY = {"web_notice"}

# Django's checks load every page, a third of what a command takes. They are made where a release
# begins to serve; the worker is started by `run`.
CHECKED = {"run", "migrate"}
FOUNDS = {"migrate", "restore"}  # a site, where there is none
NO_SITE = (
    "there is no site in {folder}; ./guichet run makes one. Where yours lies elsewhere, name its"
    " folder before the command: DATA_DIR=… {command}"
)
TABLES = "./guichet run makes it, and so does ./guichet migrate."


# Django's own options, which work with each command and are told with none of ours.
OF_DJANGO = set(
    "--version --verbosity --settings --pythonpath --traceback --no-color --force-color"
    " --skip-checks".split()
)


class CommandLine(ManagementUtility):
    """Django's command line, which lists our own commands first and as people type them."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """Return a command, which is told as it is typed, and makes checks only as a start does."""
        name = subcommand.replace("-", "_")
        command = super().fetch_command(name)
        if get_commands().get(name, "").startswith("guichet."):
            command.suppressed_base_arguments = OF_DJANGO
            if name not in CHECKED:
                leave_out_checks(command)
        return command

    def main_help_text(self, commands_only: bool = False) -> str:
        if commands_only:
            return super().main_help_text(commands_only=True)
        ours = sorted(name for name, app in get_commands().items() if app.startswith("guichet."))
        lines = ["Usage: ./guichet COMMAND [OPTIONS]; ./guichet COMMAND --help tells more.", ""]
        for name in ours:
            command = self.fetch_command(name)
            lines.append(f"  {name.replace('_', '-'):<20} {command.help}")
        lines += ["", "Django's own commands, such as createsuperuser and dbshell, work as well."]
        return "\n".join(lines)


def leave_out_checks(command: BaseCommand) -> None:
    """Let a command do at once what it is for, as if --skip-checks were typed."""
    create = command.create_parser

    def create_parser(*names: str, **options: Any) -> CommandParser:
        parser = create(*names, **options)
        parser.set_defaults(skip_checks=True)
        return parser

    setattr(command, "create_parser", create_parser)  # noqa: B010  as a type checker wants it


def main(arguments: list[str]) -> None:
    """Run one command; where it needs the embedded server, start it and stop it after."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.settings")
    name = arguments[0].replace("-", "_") if arguments and arguments[0][0] != "-" else "help"
    words = [name.replace("_", "-"), *arguments[1:]] if name != "help" else arguments
    line = CommandLine(["guichet", *words])
    if name == "check_production":
        collect()
    if name in {"check_agency", "new_agency"}:
        judge_only()
    if name not in WITHOUT_DATABASE:
        take_folder_of_site(name)
    if name != "run":
        execute(line, name, arguments)
        return
    with or_as_before(arguments):
        take_folder()
        execute(line, name, arguments)


def agency_folder() -> Path:
    """Return the folder of the agency that is named, or else of the one that is shipped."""
    return Path(env("AGENCY_DIR", str(DEMONSTRATION))).resolve()


def take_folder_of_site(name: str) -> None:
    """Let a command know whose its site is; where the folder has got faults, as the site does.

    Whoever founds a site, or brings it up to date, is told of every fault instead.
    """
    served.name_folder(data_dir(), usual=DEMONSTRATION)
    if name not in FOUNDS:
        served.stand_beside(data_dir(), agency_folder(), say=tell)


def tell(sentence: str) -> None:
    """Say something beside what the command says."""
    sys.stderr.write(f"{sentence}\n")


def take_folder() -> None:
    """Let all that this process starts read the agency's folder as it is now."""
    folder = agency_folder()
    copies = taking.copies_in(data_dir())
    served.tell_of_another(data_dir(), folder, say=tell)
    try:
        taking.begin(folder, copies)
    except OSError as error:
        stop(f"DATA_DIR cannot be used, for {copies} cannot be written: {error.strerror}.")


def execute(line: CommandLine, name: str, arguments: list[str]) -> None:
    """Run a command beside its database."""
    gc.disable()  # all that is loaded stays: to look through it takes a tenth of the time
    django.setup()
    gc.collect()  # once: what loading left over is given back
    gc.freeze()
    gc.enable()
    asks_only = {"--help", "-h"} & set(arguments)
    if settings.DATABASE_URL or asks_only or name in WITHOUT_DATABASE | EITHER_WAY | {"help"}:
        beside_tables(line)
        return
    server = Server(settings.DATA_DIR)
    if name not in FOUNDS and not (server.cluster / "PG_VERSION").exists():
        if name not in get_commands():
            line.execute()
        words = " ".join(["./guichet", *arguments])
        stop(NO_SITE.format(folder=settings.DATA_DIR, command=words))
    try:
        server.start()
        beside_tables(line)
    except ServerError as error:
        stop(str(error))
    finally:
        server.stop()


def beside_tables(line: CommandLine) -> None:
    """Run a command; where the database or its tables are not there, say so in a sentence."""
    try:
        line.execute()
    except ProgrammingError as error:
        if not isinstance(error.__cause__, (UndefinedTable, UndefinedColumn)):
            raise
        what = str(error).partition("\n")[0]
        stop(f"the database lacks what this release keeps there ({what}). {TABLES}")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) is not None:  # the database has answered
            raise
        stop(f"the database cannot be reached: {str(error).strip()}")


if __name__ == "__main__":
    main(sys.argv[1:])
