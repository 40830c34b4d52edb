from django.db import migrations, models


class Migration(migrations.Migration):
    """A slot notes that a place which the hours no longer have goes when nobody has it."""

    dependencies = [("booking", "0025_earlier_time_list")]
    operations = [
        migrations.AddField(
            "slot",
            "shrinks",
            models.BooleanField(
                default=False,
                db_default=False,
                help_text="A place that the hours no longer have is occupied: it goes when it is free.",
            ),
        )
    ]
