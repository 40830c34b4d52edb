"""./guichet simulate-calls: a telephone system for demonstrations, over the API of a site."""

import random
import time
from urllib.error import URLError
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.contact.calls import simulator
from guichet.contact.calls.queries import KIND
from guichet.environment import env
from guichet.kernel.programs import demonstration
from guichet.web.languages import OFFERED

AGENTS = "demo-general-agent,demo-national-agent-1,demo-national-agent-2"
KEY = "TELEPHONY_KEY"
_HERE = {"localhost", "127.0.0.1", "::1"}


class Command(BaseCommand):
    help = (
        "Tell a site on this machine of calls, as a telephone system would: answered, missed,"
        " repeated and out of order. The key is that of demo-keys.txt, or TELEPHONY_KEY."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--calls", type=int, default=12, help=f"At most {simulator.MOST}.")
        parser.add_argument("--url", default=settings.PUBLIC_URL)
        parser.add_argument("--agents", default=AGENTS, help="Accounts, with commas; or none.")
        parser.add_argument("--pause", type=float, default=0.0, help="Seconds between two events.")
        parser.add_argument("--seed", type=int, help="The same calls again.")

    def handle(self, *, calls: int, url: str, agents: str, pause: float, **options: object) -> None:
        seed = options["seed"]
        chance = random.Random(seed if isinstance(seed, int) else None)  # noqa: S311  a play
        key = env(KEY, "") or demonstration.key_of(settings.DATA_DIR, KIND)
        self._check(calls, url, key, pause)
        try:
            report = simulator.play(
                calls,
                url=url.rstrip("/"),
                key=key,
                agents=[name for name in agents.split(",") if name],
                languages=list(OFFERED),
                chance=chance,
                pause=lambda: time.sleep(pause),
            )
        except URLError as error:
            raise CommandError(f"Nothing answers at {url}: {error.reason}") from None
        self._tell(report)

    def _check(self, calls: int, url: str, key: str, pause: float) -> None:
        if not 1 <= calls <= simulator.MOST or not 0 <= pause <= 60:
            raise CommandError(f"Give 1 to {simulator.MOST} calls, and 0 to 60 seconds of pause.")
        if urlsplit(url).hostname not in _HERE:
            raise CommandError("Calls are played to a site on this machine alone.")
        if not key:
            raise CommandError(f"There is no key: set {KEY}, or run demo-keys first.")

    def _tell(self, report: simulator.Report) -> None:
        statuses = ", ".join(
            f"{code}: {number}" for code, number in sorted(report.statuses.items())
        )
        self.stdout.write(
            f"{report.calls} calls told, {report.missed} of them answered by nobody."
            f" Answers by status: {statuses}."
        )
        if report.refusals:
            raise CommandError("Refused: " + "; ".join(report.refusals[:5]))
