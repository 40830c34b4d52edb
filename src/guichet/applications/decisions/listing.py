"""Keep the officers' list whole: the release before writes tasks too, and knows less of them."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from guichet.applications import worklist
from guichet.applications.decisions import queries
from guichet.applications.models import Enquiry, OfficerTask

A_BATCH = 500
# Rows of one kind and holder become one, while others add theirs; a reader sees all or none of it.
_FOLD = """
WITH folded AS (
  DELETE FROM applications_waitingtally WHERE id IN (
    SELECT id FROM applications_waitingtally ORDER BY id LIMIT 20000 FOR UPDATE SKIP LOCKED
  ) RETURNING kind, officer_id, team_id, change
)
INSERT INTO applications_waitingtally (kind, officer_id, team_id, change)
SELECT kind, officer_id, team_id, sum(change) FROM folded GROUP BY 1, 2, 3 HAVING sum(change) <> 0
"""


def look_after(*, now: datetime) -> int:
    """Bring the list up to date, a batch of each at a time; return how many tasks changed.

    Call it until it returns 0; it may stop anywhere, and several may run at once.
    """
    changed = fill() + list_enquiries() + end_answered(now=now) + end_twins(now=now)
    fold()
    return changed


@transaction.atomic
def fill(*, most: int = A_BATCH) -> int:
    """Write beside a task what the list goes by, where that is missing; return of how many."""
    waiting = OfficerTask.objects.filter(done_at=None, is_filled=False).order_by("pk")
    batch = waiting.select_for_update(skip_locked=True, of=("self",))[:most]
    tasks = list(batch.select_related("application"))
    for task in tasks:
        assert task.application  # what stands beside a case is filled from the start
        values = worklist.columns(task.application, task.kind, task.facts)
        OfficerTask.objects.filter(pk=task.pk).update(**values, **_barred(task))
    return len(tasks)


def _barred(task: OfficerTask) -> dict[str, object]:
    """Return who is kept from a task of before, and take it from them where they hold it."""
    if task.kind not in (*worklist.OF_THE_CASE, "reconsideration"):
        return {}
    assert task.application
    officers = sorted(queries.refused_by(task.application))
    return {"barred": officers, **({"officer": None} if task.officer_id in officers else {})}


def list_enquiries(*, most: int = A_BATCH) -> int:
    """List the questions that wait and stand on no list; return how many."""
    tasks = OfficerTask.objects.filter(enquiry=OuterRef("pk"))
    waiting = Enquiry.objects.filter(~Exists(tasks), answered_at=None)
    enquiries = list(waiting.select_related("application").order_by("promised_on")[:most])
    for enquiry in enquiries:
        worklist.add_enquiry(enquiry)
    return len(enquiries)


def end_answered(*, now: datetime) -> int:
    """Take questions off the list that were answered elsewhere; return how many."""
    answered = OfficerTask.objects.filter(
        kind="enquiry", done_at=None, enquiry__answered_at__isnull=False
    )
    return answered.update(done_at=now)


def end_twins(*, now: datetime) -> int:
    """Take the second line of a case off the list that says no more than the first: late."""
    first_lines = OfficerTask.objects.filter(
        application=OuterRef("application"), done_at=None, kind__in=worklist.TELLS_LATE
    )
    return OfficerTask.objects.filter(Exists(first_lines), kind="late", done_at=None).update(
        done_at=now
    )


def fold() -> None:
    """Make few rows of the many that say how the number of waiting tasks has changed."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
