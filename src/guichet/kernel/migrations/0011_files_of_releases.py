from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0010_ended_visits")]
    operations = [
        migrations.CreateModel(
            name="ReleasedFile",
            fields=[
                ("name", models.CharField(max_length=250, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
                ("left_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
