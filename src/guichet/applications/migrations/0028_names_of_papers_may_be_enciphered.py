from django.db import migrations

import guichet.kernel.enciphering.fields


class Migration(migrations.Migration):
    """From varchar to text: the catalog alone changes, and the release before writes what it did."""

    dependencies = [("applications", "0027_second_looks_are_found")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE applications_paper ALTER COLUMN name TYPE text",
                    migrations.RunSQL.noop,
                )
            ],
            state_operations=[
                migrations.AlterField(
                    "paper",
                    "name",
                    guichet.kernel.enciphering.fields.EncipheredText(
                        bound_to=("application_id", "digest")
                    ),
                )
            ],
        )
    ]
