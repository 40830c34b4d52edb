"""Take away the jobs that nobody needs any more: those that are done, and those made good since.

A job is kept a while after its end: its success is what tells that an earlier failure of the same
was made good. A failure that is left is one that somebody must look at.
"""

from django.db import connection, transaction

from guichet.kernel.work import outbox

AT_ONCE = 5_000
KEPT = "10 minutes"

# The same, at the same time or later: the time for which a periodic job was is no difference.
_MADE_GOOD = """
DELETE FROM procrastinate_jobs AS failed
 WHERE failed.status = 'failed'
   AND (EXISTS (SELECT FROM procrastinate_jobs AS later
                 WHERE later.status = 'succeeded' AND later.id > failed.id
                   AND later.task_name = failed.task_name
                   AND later.args - 'timestamp' = failed.args - 'timestamp')
     OR failed.task_name = %(deliver)s
        AND NOT EXISTS (SELECT FROM kernel_dispatch AS dispatch
                         WHERE dispatch.id = (failed.args ->> 'dispatch')::bigint
                           AND dispatch.sent_at IS NULL AND dispatch.given_up_at IS NULL))
"""
# In the order of their keys, so that a million of them is gone through once.
_DONE = """
WITH done AS (
  SELECT id FROM procrastinate_jobs AS job
   WHERE id > %(last)s AND status IN ('succeeded', 'cancelled', 'aborted')
     AND NOT EXISTS (SELECT FROM procrastinate_events AS event
                      WHERE event.job_id = job.id AND event.at > now() - %(kept)s::interval)
   ORDER BY id LIMIT %(most)s
), gone AS (
  DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM done)
)
SELECT count(*), max(id) FROM done
"""


def tidy(*, period: str = KEPT) -> int:
    """Delete failures that were made good, then what ended a `period` ago; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_MADE_GOOD, {"deliver": outbox.DELIVER})
        count = int(cursor.rowcount)
        step, last = AT_ONCE, 0
        while step == AT_ONCE:
            with transaction.atomic():
                cursor.execute(_DONE, {"last": last, "kept": period, "most": AT_ONCE})
                step, last = cursor.fetchone() or (0, 0)
            count += int(step)
    return count
