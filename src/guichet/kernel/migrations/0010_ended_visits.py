from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0009_tallies")]

    operations = [
        migrations.CreateModel(
            name="EndedVisit",
            fields=[
                ("key", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
            ],
        ),
    ]
