"""Print the table of all limits, as docs/limits.md has it."""

from collections.abc import Iterator

from django.core.management.base import BaseCommand

from guichet.kernel.guarding.kinds import Limit, Most
from guichet.kernel.guarding.table import LIMITS, MOSTS, TRIES

HEAD = """| What | Counted by | At once | One more every | Beyond |
|---|---|---|---|---|"""


class Command(BaseCommand):
    help = "Print the table of all limits."

    def handle(self, **options: object) -> None:
        """Print a line for each limit, then one for each secret that is guessed at."""
        self.stdout.write("\n".join(_lines()))


def _lines() -> Iterator[str]:
    yield HEAD
    for limit in LIMITS.values():
        yield _row(limit.what, limit.counted, limit.burst, _span(limit), limit.beyond)
    for most in MOSTS:
        yield _row(most.what, most.counted, most.most, _over(most), most.beyond)
    for secret in TRIES:
        yield _row(
            f"failed guesses: {secret.what}",
            secret.counted,
            secret.tries,
            "hour, together",
            secret.beyond,
        )


def _over(most: Most) -> str:
    return f"{most.hours} h, together" if most.hours else "none"


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _span(limit: Limit) -> str:
    """Return the seconds until one more in the unit that reads best."""
    if limit.seconds >= 3600:
        return f"{limit.seconds / 3600:g} h"
    return f"{limit.seconds / 60:g} min" if limit.seconds >= 60 else f"{limit.seconds:g} s"
