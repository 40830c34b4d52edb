"""The way of a paper: size and kind at once; scanner and making anew when the worker comes to it.

Nothing here is written down.
"""

from dataclasses import dataclass

from guichet.applications.papers import scanner
from guichet.applications.papers.kinds import kind_of
from guichet.applications.papers.scanner import Scan
from guichet.applications.papers.workshop import order
from guichet.applications.papers.workshop.result import NewPaper
from guichet.kernel.obstacles import Obstacle

Original = bytes | bytearray


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """What the scanner says of a paper and, where it is clean, what is kept of it."""

    scan: Scan
    new_paper: NewPaper | None = None


def kind_at_first_sight(original: Original) -> str:
    """Return the kind of what came by its first bytes; raise Obstacle where it cannot be taken."""
    kind = kind_of(original)
    if kind is None:
        raise Obstacle("unknown_kind")
    return kind


def check(original: Original, kind: str, *, is_new: bool = False) -> CheckedPaper:
    """Scan a paper and make it anew if it is clean; raise Obstacle where that is not possible.

    A new one that cannot be scanned is tried, too: whoever sent a broken file hears of it while
    they are here, and what was made of it is thrown away.
    """
    scan = scanner.scan(original)
    try:
        if scan.verdict == "clean":
            return CheckedPaper(scan, order.make(original, kind))
        if scan.verdict == "not_scanned" and is_new:
            order.make(original, kind)
    except order.Unfinished:
        return CheckedPaper(Scan("not_scanned", trouble="slow"))
    return CheckedPaper(scan)
