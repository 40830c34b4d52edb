from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Let nobody hold the second look at what they refused."""

    dependencies = [("applications", "0022_second_readings_are_validated")]
    operations = [
        migrations.AddField(
            "officertask",
            "barred",
            ArrayField(models.IntegerField(), default=list, db_default=[]),
        ),
        AddConstraintNotValid(
            "officertask",
            models.CheckConstraint(
                condition=Q(done_at__isnull=False)
                | Q(officer__isnull=True)
                | ~Q(barred__contains=[F("officer")]),
                name="who_refused_holds_no_second_look",
            ),
        ),
        *install("applications", "bar_first_officer"),
    ]
