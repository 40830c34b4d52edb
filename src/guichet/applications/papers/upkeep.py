"""What the worker does for papers: take up what waits, forget what nobody handed in."""

from datetime import datetime

from django.db import transaction

from guichet.applications import states
from guichet.applications.papers import queries, queue, rules, scanner
from guichet.applications.periods import period
from guichet.kernel import audit


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


@transaction.atomic
def purge(*, now: datetime) -> int:
    """Erase papers and explanations that were left behind; return how many papers."""
    left = queries.left_behind(before=now - period("left_papers"))
    pks = list(left.select_for_update(of=("self",)).values_list("pk", flat=True)[:1000])
    for pk in pks:
        audit.write("purge", "paper", pk, actor=states.SYSTEM, now=now)
    gone = left.filter(pk__in=pks)
    gone.delete()
    queries.drafts_left_behind().delete()
    return len(pks)
