"""./guichet program-key make telephony main: keys with which programs of others call."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.kernel import clock
from guichet.kernel.programs import keys

SAID = {
    "unknown_kind": "There is no such kind. The kinds are: {kinds}.",
    "malformed": "A name has small letters, digits and hyphens, at most 40.",
    "key_exists": "This program has a key. End it first, and then make another one.",
}


class Command(BaseCommand):
    help = "Make, end or list the keys of programs. A key is shown once, when it is made."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        for deed in ("make", "end"):
            of_deed = deeds.add_parser(deed)
            of_deed.add_argument("kind")
            of_deed.add_argument("name")
        deeds.add_parser("list")

    def handle(self, *, deed: str, kind: str = "", name: str = "", **options: object) -> None:
        if deed == "list":
            self.stdout.writelines(f"{key.kind} {key.name}" for key in keys.in_force())
            return
        if deed == "end":
            if not keys.end(kind, name, now=clock.now()):
                raise CommandError("There is no such key.")
            self.stdout.write(f"The key of {kind} {name} opens nothing any more.")
            return
        try:
            self.stdout.write(keys.make(kind, name, now=clock.now()))
        except keys.NoKeyError as error:
            kinds = ", ".join(sorted(keys.KINDS))
            raise CommandError(SAID[error.code].format(kinds=kinds)) from None
