from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0033_other_times_are_offered")]
    operations = [ValidateConstraint("officertask", "tasks_are_of_a_case_or_beside_it")]
