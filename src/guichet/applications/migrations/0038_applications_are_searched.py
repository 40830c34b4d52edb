"""By what an application is searched on the telephone stands in a table of its own.

The worker fills it for applications that were signed before, hour by hour until none is left.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0037_contacts_are_handed_up")]
    operations = [
        migrations.CreateModel(
            name="SearchKeys",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_keys",
                        serialize=False,
                        to="applications.application",
                    ),
                ),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BinaryField(max_length=16), size=None
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["keys"], name="applications_by_search_keys"
                    )
                ],
            },
        ),
    ]
