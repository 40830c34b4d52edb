"""Print the table of all limits, as docs/limits.md has it."""

from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import BaseCommand

from guichet.kernel.guarding.kinds import Counted, Limit, Most, Tries
from guichet.kernel.guarding.table import LIMITS, MOSTS, RECORDS_WITHOUT, TRIES

HEAD = """| What | Counted by | At once | One more every | Beyond |
|---|---|---|---|---|"""


class Command(BaseCommand):
    help = "Print the table of all limits of the programmes that are on."

    def handle(self, **options: object) -> None:
        """Print a line for each limit, then one for each secret that is guessed at."""
        self.stdout.write("\n".join(_lines()))


def _lines() -> Iterator[str]:
    yield HEAD
    for limit in filter(_is_on, LIMITS.values()):
        yield _row(limit.what, limit.counted, limit.burst, _span(limit), limit.beyond)
    for most in filter(_is_on, MOSTS):
        yield _row(most.what, most.counted, most.most, _over(most), most.beyond)
    for secret in filter(_is_on, TRIES):
        yield _row(
            f"failed guesses: {secret.what}",
            secret.counted,
            secret.tries,
            "hour, together",
            secret.beyond,
        )


def _is_on(entry: Limit | Most | Tries) -> bool:
    return not entry.programme or settings.AGENCY.has(entry.programme)


def _over(most: Most) -> str:
    return f"{most.hours} h, together" if most.hours else "none"


def _row(*cells: object) -> str:
    text = f"| {' | '.join(map(str, cells))} |"
    for programme, words in RECORDS_WITHOUT.items():
        if not settings.AGENCY.has(programme):
            text = text.replace(Counted.RECORD, words)
    return text


def _span(limit: Limit) -> str:
    """Return the seconds until one more in the unit that reads best."""
    if limit.seconds >= 3600:
        return f"{limit.seconds / 3600:g} h"
    return f"{limit.seconds / 60:g} min" if limit.seconds >= 60 else f"{limit.seconds:g} s"
