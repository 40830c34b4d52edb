from django.db import migrations, models

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    dependencies = [("kernel", "0011_files_of_releases")]

    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("after", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("marks", models.BinaryField()),
                ("before", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("until", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
        ),
        *install("kernel", "keep_record"),
    ]
