from django.db import migrations, models


class Migration(migrations.Migration):
    """Those of before were made with the first; nothing is rewritten."""

    dependencies = [("booking", "0015_the_lowest_place_is_planned_once")]
    operations = [
        migrations.AddField(
            "appointment", "pin_key", models.PositiveSmallIntegerField(db_default=1, default=1)
        )
    ]
