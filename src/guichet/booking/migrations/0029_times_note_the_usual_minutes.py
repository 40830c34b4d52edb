from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0028_listed_days_by_index")]

    operations = [
        migrations.AddField(
            model_name="slot",
            name="usual_minutes",
            field=models.PositiveSmallIntegerField(
                editable=False,
                help_text="How long a time of the service was when its day was made. Empty: not noted.",
                null=True,
            ),
        ),
    ]
