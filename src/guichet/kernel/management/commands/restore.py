"""./guichet restore FILE: a copy beside the live database, verified, then swapped with it."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.kernel import clock
from guichet.kernel.backups import beside, ciphers, copies
from guichet.kernel.backups.pipes import Command as Opened
from guichet.kernel.backups.programs import BackupError
from guichet.kernel.database import marks
from guichet.kernel.enciphering import current
from guichet.kernel.running.addresses import as_typed
from guichet.kernel.running.switched import call_if_there

HOLDS_RECORDS = (
    "The database holds records. Say --replace to put the copy in its place; what it holds now is"
    " then kept under another name."
)
KEPT = (
    "What it held before is kept as the database {kept}, names and birth dates with it, until"
    " you say: {drop}"
)
BROKEN = (
    "The copy breaks invariants (see above), and nothing was replaced. It stays for a look at it,"
    " as the database {new}, until you say: {drop}"
)
OTHER_SECRETS = (
    "WARNING: the copy was made under another {names}. Find the old ones before you start the"
    " site: what they gave out (PINs, codes, signed forms) opens nothing without them."
)
NO_KEY = (
    "WARNING: the copy holds what is enciphered with keys that CIPHER_KEYS lacks (version"
    " {versions}). Find them before you start the site: nobody can read it without them."
)
NOT_COPIED = "WARNING: set again for the database, no copy holds it: {names}."


class Command(BaseCommand):
    help = "Put a backup back: beside the database, verified, then in its place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Take the place of a database that holds records; it is kept beside.",
        )
        parser.add_argument(
            "--trial",
            action="store_true",
            help="Only prove that it can be done: what was put back is dropped again.",
        )
        parser.add_argument("--key", type=Path, help="The file of the private key of age.")

    def handle(
        self, *, file: Path, replace: bool, trial: bool, key: Path | None, **options: object
    ) -> None:
        try:
            if not file.is_file():
                raise BackupError(f"{file} is not there.")
            opening = ciphers.opening(file, key)
            if beside.has_records() and not (replace or trial):
                raise BackupError(HOLDS_RECORDS)
            new, aside = beside.names(now=clock.now())
            self._put_beside(opening, new)
            if trial:
                beside.drop(new)
                self.stdout.write(f"{file} can be put back. Nothing was changed.")
                return
            self._swap(new, aside)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The database is now as it was in {file}.")

    def _put_beside(self, opening: Opened, new: str) -> None:
        """Fill a new database and look into it; one that cannot be filled is dropped again."""
        beside.create(new)
        try:
            copies.pour(opening, new)
            with beside.connected_to(new):
                call_command("migrate", verbosity=0, interactive=False)
        except BaseException:
            beside.drop(new)
            raise
        with beside.connected_to(new):
            self._verify(new)

    def _verify(self, new: str) -> None:
        try:
            call_if_there("check_invariants", stdout=self.stdout)
        except SystemExit as error:
            raise BackupError(BROKEN.format(new=new, drop=_dropping(new))) from error
        if foreign := marks.foreign_secrets():
            self.stderr.write(OTHER_SECRETS.format(names=", ".join(foreign)))
        if versions := current.missing_keys():
            self.stderr.write(NO_KEY.format(versions=" and ".join(map(str, versions))))

    def _swap(self, new: str, aside: str) -> None:
        held_records = beside.has_records()
        beside.swap(new, aside=aside)
        if names := beside.lost_settings(aside):
            self.stderr.write(NOT_COPIED.format(names=", ".join(names)))
        if held_records:
            self.stdout.write(KEPT.format(kept=aside, drop=_dropping(aside)))
        else:
            beside.drop(aside)


def _dropping(name: str) -> str:
    return as_typed(f"kept-databases --drop {name}")
