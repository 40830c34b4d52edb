"""An agent's search for a case is a record of its contact; calls are found by their number."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0038_applications_are_searched"),
        ("contact", "0005_hand_overs"),
        ("interactions", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="CaseSearch",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "by",
                    models.CharField(
                        choices=[("number", "Number"), ("name", "Name"), ("phone", "Phone")],
                        max_length=6,
                    ),
                ),
                ("is_too_wide", models.BooleanField(default=False)),
                ("searched_at", models.DateTimeField()),
                (
                    "interaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="searches",
                        to="interactions.interaction",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(by__in=["number", "name", "phone"]),
                        name="a_case_is_searched_by_one_of_three",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchHit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "certainty",
                    models.CharField(
                        blank=True, choices=[("known", "Known"), ("maybe", "Maybe")], max_length=5
                    ),
                ),
                ("chosen_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="applications.application",
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hits",
                        to="contact.casesearch",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["search", "application"], name="a_search_tells_of_a_case_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            "telephonecall", "by_phone", models.BinaryField(max_length=32, null=True)
        ),
    ]
