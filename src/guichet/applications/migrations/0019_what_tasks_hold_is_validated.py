from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

TABLE = "applications_officertask"
REFERENCES = ("tasks_about_id", "tasks_enquiry_id", "tasks_team_id")
CHECKS = ("tasks_are_of_a_case_or_beside_it", "a_task_that_is_done_names_nobody")


class Migration(migrations.Migration):
    dependencies = [("applications", "0018_tasks_are_found_by_each_column")]
    operations = [
        *(
            migrations.RunSQL(
                f"ALTER TABLE {TABLE} VALIDATE CONSTRAINT {name}", migrations.RunSQL.noop
            )
            for name in REFERENCES
        ),
        *(ValidateConstraint("officertask", name) for name in CHECKS),
    ]
