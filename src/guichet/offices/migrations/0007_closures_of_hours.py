from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """A closure may last some hours, has a code of its reason, and a plan for whom it hits."""

    dependencies = [("offices", "0006_words_stand_in_the_first_language")]
    operations = [
        migrations.AddField(
            "closure", "starts_at", models.DateTimeField(null=True, editable=False)
        ),
        migrations.AddField("closure", "ends_at", models.DateTimeField(null=True, editable=False)),
        migrations.AddField(
            "closure",
            "reason",
            models.CharField(max_length=20, blank=True, db_default="", editable=False),
        ),
        migrations.AddField(
            "closure",
            "plan",
            models.CharField(max_length=8, blank=True, db_default="", editable=False),
        ),
        migrations.AddField(
            "closure", "settled_at", models.DateTimeField(null=True, editable=False)
        ),
        AddConstraintNotValid(
            "closure",
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="hours_of_closures_end_after_they_begin",
            ),
        ),
    ]
