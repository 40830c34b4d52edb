from django.db import migrations, models


class Migration(migrations.Migration):
    """An office may release at the beginning of its window, and not at a drawn minute."""

    dependencies = [("offices", "0009_hours_are_planned")]
    operations = [
        migrations.AddField(
            "office",
            "release_is_random",
            models.BooleanField(
                default=True,
                db_default=True,
                editable=False,
                help_text="The minute is drawn within the window; else it is the first one.",
            ),
        )
    ]
