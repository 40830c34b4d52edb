from django.db import migrations, models


class Migration(migrations.Migration):
    """Say of which generations the PIN has eight characters; what was there before has none.

    The column comes with a default of the database: nothing is rewritten, and a release that does
    not know the column begins applications with six digits, which open here as they open there.
    """

    dependencies = [("applications", "0009_find_a_name_in_any_order")]
    operations = [
        migrations.AddField("application", "long_pins", models.JSONField(db_default=[], default=list))
    ]
