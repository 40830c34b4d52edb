from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_functions"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispatch",
            name="tried_at",
            field=models.DateTimeField(null=True),
        ),
    ]
