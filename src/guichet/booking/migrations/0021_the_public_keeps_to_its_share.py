from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("booking", "0020_counters_count_the_public")]
    operations = [
        AddConstraintNotValid(
            "slot",
            models.CheckConstraint(
                condition=Q(taken__lte=F("room")), name="the_public_takes_no_more_than_its_share"
            ),
        )
    ]
