"""A decision keeps the provisions and facts on which it rests, and the officer's own words."""

from django.db import migrations, models

import guichet.kernel.enciphering.fields


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0019_what_tasks_hold_is_validated"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="grounds",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="decision",
            name="words",
            field=guichet.kernel.enciphering.fields.EncipheredText(
                blank=True, bound_to=("application_id", "at"), db_default="", default=""
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
    ]
