from django.db import migrations, models
from django.utils import timezone

FILL = """
UPDATE applications_officertask AS task
   SET due_at = CASE WHEN task.kind IN ('decide', 'late', 'answered') AND one.due_at IS NOT NULL
                     THEN one.due_at ELSE task.created_at + interval '72 hours' END
  FROM applications_application AS one
 WHERE one.id = task.application_id
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_functions")]

    operations = [
        migrations.AddField(
            model_name="officertask",
            name="due_at",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="officertask",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["due_at", "id"],
                name="tasks_by_their_time",
            ),
        ),
    ]
