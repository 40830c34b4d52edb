from django.db import migrations, models


class Migration(migrations.Migration):
    """The desks that are at work are found by the calls of the last half hour."""

    dependencies = [("counter", "0002_clients_ask_for_time")]
    operations = [
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["office", "called_at"], name="calls_of_an_office"),
        ),
    ]
