from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_audit_by_actor_and_time")]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "name",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("value", models.CharField(max_length=64)),
            ],
        ),
    ]
