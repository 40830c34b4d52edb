"""./guichet encipher [--undo]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.kernel import clock
from guichet.kernel.enciphering import current, keys, nodes, rewriting
from guichet.kernel.enciphering.fields import EncipheredField
from guichet.kernel.keyring import KeyMissingError
from guichet.kernel.progress import track
from guichet.kernel.record import audit

NO_KEY = "Nothing was enciphered: this node has no key. Give every node the same CIPHER_KEYS first."
NOT_READY = (
    "Nothing was enciphered: {processes} could not read it under the key of version {version}."
    " Every process of every node must run this release, with that key, first."
)
ENCIPHERED = "{count} values were enciphered with the key of version {version}, and all are now."
CLEAR = "{count} values were written clear again, and none is enciphered now."
NOT_ALL = "{rest} values of {column} changed all the while. Call it again."
TRIES = 5


class Command(BaseCommand):
    help = (
        "Encipher what people write of themselves in the database with the newest of CIPHER_KEYS,"
        " while the site works. Stopped half way, it goes on when it is called again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--undo", action="store_true", help="write all of it clear again")

    def handle(self, *, undo: bool, **options: Any) -> None:
        version = None if undo else self._version()
        if version is None:
            current.end()
        else:
            current.begin(version)
        current.wait()
        count = sum(self._rewrite(field, version) for field in rewriting.columns())
        current.drop_keys(but=version)
        now, actor = clock.now(), audit.actor_of(None)
        if version is None:
            audit.write("decipher", "database", 0, actor=actor, now=now, count=count)
            self.stdout.write(CLEAR.format(count=count))
        else:
            audit.write("encipher", "database", 0, actor=actor, now=now, count=count, key=version)
            self.stdout.write(ENCIPHERED.format(count=count, version=version))

    def _version(self) -> int:
        try:
            version = keys.newest()
        except KeyMissingError:
            raise CommandError(NO_KEY) from None
        if processes := nodes.without(version):
            raise CommandError(NOT_READY.format(processes=" and ".join(processes), version=version))
        return version

    def _rewrite(self, field: EncipheredField, version: int | None) -> int:
        column = f"{field.model._meta.db_table}.{field.column}"
        count, rest = 0, 0
        for _ in range(TRIES):  # once more for what was saved while it was read
            batches = rewriting.rewrite(field, version=version)
            count += sum(track(batches, self.stdout, column))
            rest = rewriting.left(field, version=version)
            if not rest:
                return count
        raise CommandError(NOT_ALL.format(rest=rest, column=column))
