from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("applications", "0026_who_refused_is_barred")]
    operations = [
        AddIndexConcurrently(
            "officertask",
            models.Index(
                fields=["officer", "team"],
                condition=Q(done_at__isnull=True) & ~Q(barred=[]),
                name="tasks_of_a_second_look",
            ),
        ),
        ValidateConstraint("officertask", "who_refused_holds_no_second_look"),
    ]
