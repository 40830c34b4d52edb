from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("offices", "0007_closures_of_hours")]
    operations = [ValidateConstraint("closure", "hours_of_closures_end_after_they_begin")]
