from django.db import migrations, models

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    dependencies = [("booking", "0002_functions")]
    operations = [
        migrations.AddField(
            "appointment",
            "phone_extension",
            models.CharField(blank=True, db_default="", max_length=8),
        ),
        migrations.AddField("lostcode", "people", models.JSONField(null=True)),
        *install("booking", "claim_place"),
    ]
