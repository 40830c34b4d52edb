"""Papers wait for the worker, in a queue of their own: one of an application at a time."""

from guichet.applications.models import Paper
from guichet.applications.papers import queries
from guichet.kernel.work import jobs, workers

MAKE = "guichet.eta_make_paper"
TRIED_BEFORE = 100  # more than anybody has papers that wait


def enqueue(paper: Paper) -> bool:
    """Have a paper scanned and made anew; false where it waits for that already.

    Whoever sends many waits for those who send one, and what was tried before for what is new.
    """
    waiting = queries.waiting_of(paper.application_id)
    return jobs.defer(
        MAKE,
        queue=workers.PAPERS,
        once=f"paper:{paper.pk}",
        one_at_a_time=f"papers of:{paper.application_id}",
        priority=1 - waiting - (TRIED_BEFORE if paper.scanned_at else 0),
        paper=paper.pk,
    )
