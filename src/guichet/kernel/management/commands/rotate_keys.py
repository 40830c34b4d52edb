"""./guichet rotate-keys {cipher|identity|pin} [--leaked]"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.kernel import clock, keyring
from guichet.kernel.enciphering import current, nodes, rotating, shelves
from guichet.kernel.progress import track
from guichet.kernel.record import audit

CLEAR = "Nothing is enciphered yet: ./guichet encipher begins."
NOT_READY = (
    "Nothing was changed: {processes} have no {name} of version {version}. Every process of every"
    " node must run this release, with that key, first."
)
REFUSED = "What is enciphered with an earlier key is refused from now on."
STEPS = {
    "fill": "Every keyed hash is written under the key of version {spare} as well.",
    "read": "They are looked up under the key of version {spare} now.",
    "copy": "All is written under the key of version {spare} alone.",
    "settle": "They are looked up in their own columns again.",
    "empty": "All is found under the key of version {main}; any other may go from IDENTITY_KEY.",
}
NOT_ALL = "Records of {table} changed all the while. Call it again."
FRESH = "PINs are made with the key of version {version}."
OLD = "{count} records still have one of version {version}, which must stay in PIN_KEY."
ENDED = "Version {version} opens nothing any more and may go from PIN_KEY."
CODES = "WARNING: codes and links in mails hang on {name} of before. Give them a WORKING_KEY."
TRIES = 5


class Command(BaseCommand):
    help = (
        "Bring everything under the newest of the keys that all nodes have been given, while the"
        " site works. Stopped half way, it goes on when it is called again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=("cipher", "identity", "pin"))
        parser.add_argument(
            "--leaked", action="store_true", help="the old key is known to somebody: it ends now"
        )

    def handle(self, *, kind: str, leaked: bool, **options: Any) -> None:
        count = {"cipher": self._cipher, "identity": self._identity, "pin": self._pin}[kind](leaked)
        audit.write(
            "rotate_keys",
            "database",
            0,
            actor=audit.actor_of(None),
            now=clock.now(),
            kind=kind,
            leaked=leaked,
            count=count,
        )

    def _cipher(self, leaked: bool) -> int:
        current.forget()
        if current.version() is None:
            raise CommandError(CLEAR)
        call_command("encipher", stdout=self.stdout)
        if leaked:
            current.refuse_earlier()
            self.stdout.write(REFUSED)
        return 0

    def _identity(self, leaked: bool) -> int:
        version = self._newest(keyring.IDENTITY, "identity")
        count = 0
        for step in rotating.identity_steps(version):
            if step.spare or step.main == version:
                self.stdout.write(STEPS[step.name].format(main=step.main, spare=step.spare))
            for table, shelved in shelves.TABLES.items():
                count += self._work(table, shelved, step)
        self._warn(keyring.IDENTITY, leaked)
        return count

    def _work(self, table: str, shelved: shelves.Shelved, step: shelves.Shelves) -> int:
        count = 0
        for _ in range(TRIES):  # once more for what was written while it was read
            count += sum(track(rotating.work(shelved, step), self.stdout, table))
            if not rotating.left(shelved, step):
                return count
        raise CommandError(NOT_ALL.format(table=table))

    def _pin(self, leaked: bool) -> int:
        version = self._newest(keyring.PIN, "pin")
        count = self._bring()  # what an earlier call has left
        valid = list(dict.fromkeys([version, *current.pin_keys()]))
        self._go_by(valid)  # before the old key ends, nobody makes PINs with it any more
        if leaked:
            current.leave(current.PINS_ENDED, clock.now().date().isoformat())
            self._go_by([version])
        count += self._bring()
        self.stdout.write(FRESH.format(version=version))
        for old in valid[1:]:
            records = rotating.pins_under(old)
            line = OLD if records else ENDED
            self.stdout.write(line.format(count=records, version=old))
            if not records:
                valid.remove(old)
        self._go_by([version] if leaked else valid)
        self._warn(keyring.PIN, leaked)
        return count

    def _go_by(self, valid: list[int]) -> None:
        if valid != current.pin_keys():
            current.leave(current.PIN, ",".join(map(str, valid)))
            current.wait()

    def _bring(self) -> int:
        current.forget()
        batches = (
            rotating.bring_pins(model, current.pin_keys()) for model in rotating.records_with_pins()
        )
        return sum(sum(track(batch, self.stdout, "PINs")) for batch in batches)

    def _newest(self, name: str, kind: str) -> int:
        version = max(keyring.keys_of(name))
        if processes := nodes.without(version, kind=kind):
            kinds = " and ".join(processes)
            raise CommandError(NOT_READY.format(processes=kinds, name=name, version=version))
        return version

    def _warn(self, name: str, leaked: bool) -> None:
        if leaked and keyring.hangs_on_first(name):
            self.stdout.write(CODES.format(name=name))
