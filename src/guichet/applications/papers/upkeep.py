"""What the worker does for papers: take up what waits, forget what nobody handed in."""

from collections.abc import Sequence
from datetime import datetime

from guichet.applications import states
from guichet.applications.papers import queries, queue, rules, scanner
from guichet.applications.periods import period
from guichet.kernel.database import forgetting
from guichet.kernel.record import audit

AT_ONCE = 500  # papers in one transaction


def take_up_waiting(*, now: datetime) -> int:
    """Have the papers looked at again that wait for a verdict; return how many.

    A scanner that is down is asked once, and not for every paper.
    """
    waiting = [
        paper
        for paper in queries.in_quarantine(before=now - rules.A_MINUTE)
        if rules.tries_again_at(paper.added_at, paper.scanned_at or paper.added_at) <= now
    ]
    if not (waiting and scanner.answers()):
        return 0
    return sum(queue.enqueue(paper) for paper in waiting)


def purge(*, now: datetime) -> int:
    """Erase papers and explanations that were left behind; return how many papers."""
    papers = queries.left_behind(before=now - period("left_papers"))

    def step(pks: Sequence[int]) -> int:
        rows = papers.filter(pk__in=pks).select_for_update(of=("self",))
        keys = list(rows.values_list("pk", flat=True))
        for pk in keys:
            audit.write("purge", "paper", pk, actor=states.SYSTEM, now=now)
        papers.filter(pk__in=keys).delete()
        return len(keys)

    count = forgetting.in_steps(papers, step, at_once=AT_ONCE)
    forgetting.erase(queries.drafts_left_behind())
    return count
