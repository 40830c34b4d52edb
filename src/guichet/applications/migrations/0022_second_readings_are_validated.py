from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0021_a_second_officer_reads_refusals")]
    operations = [ValidateConstraint("officertask", "tasks_are_of_a_case_or_beside_it")]
