from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Func, Q

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Let nobody hold the second look at what they refused."""

    dependencies = [("applications", "0025_new_facts_point_at_facts")]
    operations = [
        migrations.AddField(
            "officertask",
            "barred",
            models.JSONField(default=list, db_default=[]),
        ),
        AddConstraintNotValid(
            "officertask",
            models.CheckConstraint(
                condition=Q(done_at__isnull=False)
                | Q(officer__isnull=True)
                | ~Q(barred__contains=Func(F("officer"), function="to_jsonb", output_field=models.JSONField())),
                name="who_refused_holds_no_second_look",
            ),
        ),
        *install("applications", "bar_first_officer"),
    ]
