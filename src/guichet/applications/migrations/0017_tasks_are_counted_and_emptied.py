from django.db import migrations

from guichet.kernel.database.functions import install

# In the transaction that makes the triggers, while nobody else writes: only what waits is counted.
COUNT = """
DO $$ BEGIN
  INSERT INTO applications_waitingtally (kind, officer_id, team_id, change)
  SELECT kind, officer_id, team_id, count(*)
    FROM applications_officertask WHERE done_at IS NULL GROUP BY 1, 2, 3;
END $$
"""


class Migration(migrations.Migration):
    """Count what waits as it comes and goes, and empty what is done, whatever release does it."""

    dependencies = [("applications", "0016_tasks_hold_what_lists_go_by")]
    operations = [
        *install("applications", "count_waiting", "empty_done_task"),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
