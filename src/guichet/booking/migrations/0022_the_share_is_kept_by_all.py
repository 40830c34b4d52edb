from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("booking", "0021_the_public_keeps_to_its_share")]
    operations = [ValidateConstraint("slot", "the_public_takes_no_more_than_its_share")]
