"""A refusal waits for a second officer beside the course of its application."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q

import guichet.kernel.enciphering.fields

TASK, NAME = "officertask", "tasks_are_of_a_case_or_beside_it"
BESIDE = ["enquiry", "mention", "second_read"]
OF_A_TASK = ("task_id", "asked_at")
KINDS = (
    "decide late answered request_due correction reconsideration refund enquiry mention second_read"
).split()


def words(**more: object) -> models.Field:
    return guichet.kernel.enciphering.fields.EncipheredText(bound_to=OF_A_TASK, **more)


def officer(**more: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [("applications", "0020_a_decision_explains_itself")]
    operations = [
        migrations.AlterField(
            TASK,
            "kind",
            models.CharField(
                choices=[(kind, kind.replace("_", " ").title()) for kind in KINDS], max_length=16
            ),
        ),
        migrations.RemoveConstraint(TASK, NAME),
        AddConstraintNotValid(
            TASK,
            models.CheckConstraint(
                condition=Q(application__isnull=True, kind__in=BESIDE)
                | Q(application__isnull=False, about__isnull=True) & ~Q(kind__in=BESIDE),
                name=NAME,
            ),
        ),
        migrations.AddField(
            "decision", "second_officer", officer(null=True, db_constraint=False, db_index=False)
        ),
        migrations.CreateModel(
            "SecondReading",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grounds", models.JSONField(default=list)),
                ("words", words()),
                ("language", models.CharField(max_length=12)),
                ("internal_reasons", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "Agreed"), ("given_back", "Given Back")],
                        max_length=10,
                    ),
                ),
                ("answer", words(blank=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("first_officer", officer()),
                ("officer", officer(null=True)),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reading",
                        to="applications.officertask",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(officer__isnull=True) | ~Q(officer=F("first_officer")),
                        name="somebody_else_reads_a_refusal",
                    ),
                    models.CheckConstraint(
                        condition=Q(read_at__isnull=True, officer__isnull=True, outcome="")
                        | Q(read_at__isnull=False, officer__isnull=False, outcome="agreed")
                        | (
                            Q(read_at__isnull=False, officer__isnull=False, outcome="given_back")
                            & ~Q(answer="")
                        ),
                        name="a_second_reader_agrees_or_says_why_not",
                    ),
                ],
            },
        ),
    ]
