import django.db.models.deletion
from django.db import migrations, models

from guichet.kernel.database.functions import install

FORGET_OLD_FORM = """
DROP FUNCTION IF EXISTS confirm_place(
  bigint, text, bytea, timestamptz, text, text, date, text, text, text, text, text)
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0005_births_as_documents_show_them"), ("offices", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="appointment",
            name="office_closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="CallTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("closure", "Closure"),
                            ("closure_ended", "Closure Ended"),
                            ("office_change", "Change"),
                        ],
                        max_length=16,
                    ),
                ),
                ("about_on", models.DateField()),
                ("since", models.DateTimeField()),
                ("reached_at", models.DateTimeField(null=True)),
                ("reached_by", models.CharField(blank=True, max_length=60)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="booking.appointment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("reached_at__isnull", True)),
                        fields=["since"],
                        name="calls_to_make",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reached_at__isnull", True)),
                        fields=("appointment", "kind"),
                        name="one_open_call_a_change",
                    )
                ],
            },
        ),
        migrations.RunSQL(FORGET_OLD_FORM, migrations.RunSQL.noop),
        *install(
            "booking",
            "is_closed_day",
            "take_place",
            "why_no_place",
            "confirm_place",
            "move_place",
        ),
    ]
