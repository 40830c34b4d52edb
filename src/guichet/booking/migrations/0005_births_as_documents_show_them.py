from django.db import migrations, models

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    dependencies = [("booking", "0004_wish_for_new_times")]
    operations = [
        migrations.AddField(
            "appointment",
            "birth_known",
            models.CharField(blank=True, db_default="", max_length=5),
        ),
        *install("booking", "claim_place"),
    ]
