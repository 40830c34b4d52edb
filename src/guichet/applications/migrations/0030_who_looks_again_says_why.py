"""Whoever looks again at a refusal and lets it stand says why in their own words."""

from django.db import migrations, models

import guichet.kernel.enciphering.fields


class Migration(migrations.Migration):
    dependencies = [("applications", "0029_entries_of_before_keep_their_names")]
    operations = [
        migrations.AddField(
            model_name="reconsideration",
            name="words",
            field=guichet.kernel.enciphering.fields.EncipheredText(
                blank=True, bound_to=("decision_id", "asked_at"), db_default="", default=""
            ),
        ),
        migrations.AddField(
            model_name="reconsideration",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
    ]
