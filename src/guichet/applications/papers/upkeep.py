"""What the worker does for papers: scan what waits, forget what nobody handed in."""

import logging
from datetime import datetime

from django.db import transaction

from guichet.applications import states
from guichet.applications.papers import actions, queries, scanner
from guichet.applications.periods import period
from guichet.kernel import audit

log = logging.getLogger(__name__)


def scan_waiting(*, now: datetime) -> int:
    """Try again to scan what is in quarantine; return how many papers got their verdict.

    When the scanner does not answer for one paper, the others wait for the next minute.
    """
    settled = 0
    for pk in queries.in_quarantine() if scanner.is_on() else []:
        try:
            paper = actions.check_again(pk, now=now)
        except Exception as error:  # one paper must not stop the others
            log.warning("Paper %s was not checked: %s", pk, type(error).__name__)
            continue
        settled += paper is not None and paper.state != "waiting"
        if paper is not None and paper.state == "waiting":
            break
    return settled


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
