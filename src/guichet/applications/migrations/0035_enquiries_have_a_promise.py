"""The day by which a question is answered is a promise among all others: one list, one clock."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

TABLE = "applications_enquiry"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("applications", "0034_other_times_are_validated"),
        ("interactions", "0001_initial"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [
                        f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS promise_id bigint NULL",
                        f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS enquiries_promise",
                        f"ALTER TABLE {TABLE} ADD CONSTRAINT enquiries_promise"
                        " FOREIGN KEY (promise_id) REFERENCES interactions_promise (id)"
                        " DEFERRABLE INITIALLY DEFERRED NOT VALID",
                    ],
                    f"ALTER TABLE {TABLE} DROP COLUMN promise_id",
                )
            ],
            state_operations=[
                migrations.AddField(
                    "enquiry",
                    "promise",
                    models.ForeignKey(
                        null=True,
                        db_index=False,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="interactions.promise",
                    ),
                )
            ],
        ),
        AddIndexConcurrently(
            "enquiry", models.Index(fields=["promise"], name="enquiries_by_promise")
        ),
    ]
