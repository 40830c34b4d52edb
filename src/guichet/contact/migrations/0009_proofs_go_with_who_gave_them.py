from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contact", "0008_quality")]
    operations = [
        migrations.AddField("identitycheck", "dropped_at", models.DateTimeField(null=True)),
    ]
