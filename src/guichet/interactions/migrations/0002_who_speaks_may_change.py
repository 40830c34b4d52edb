from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interactions", "0001_initial")]
    operations = [
        migrations.AddField("participant", "left_at", models.DateTimeField(null=True)),
    ]
