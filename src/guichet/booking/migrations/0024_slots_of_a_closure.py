from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("booking", "0023_closures_own_their_slots")]
    operations = [
        AddIndexConcurrently(
            "slot",
            models.Index(
                fields=["closure"], condition=Q(closure__isnull=False), name="slots_of_a_closure"
            ),
        )
    ]
