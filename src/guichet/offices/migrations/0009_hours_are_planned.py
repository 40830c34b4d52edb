import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Hours have a length of their times and shares, are planned ahead, and differ on a day."""

    dependencies = [("offices", "0008_closures_of_hours_are_in_order")]
    operations = [
        migrations.AddField(
            "openinghours", "minutes", models.PositiveSmallIntegerField(null=True, editable=False)
        ),
        migrations.AddField(
            "openinghours", "staff", models.PositiveSmallIntegerField(null=True, editable=False)
        ),
        migrations.AddField(
            "openinghours",
            "walk_ins",
            models.PositiveSmallIntegerField(default=0, db_default=0, editable=False),
        ),
        migrations.CreateModel(
            name="HoursTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("is_exception", models.BooleanField(default=False)),
                ("stretches", models.JSONField(default=list, help_text="As offices/days/hours.py writes them.")),
                ("office", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="templates", to="offices.office")),
                ("service", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offices.service")),
            ],
            options={
                "ordering": ["office", "service", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "service", "valid_from", "is_exception"),
                        name="one_template_a_day",
                    )
                ],
            },
        ),
    ]
