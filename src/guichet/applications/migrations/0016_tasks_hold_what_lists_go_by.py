import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

TABLE = "applications_officertask"
REFERRED = {
    "about_id": "applications_application",
    "enquiry_id": "applications_enquiry",
    "team_id": "staff_team",
}
KINDS = (
    "decide late answered request_due correction reconsideration refund enquiry mention".split()
)
BESIDE = ["enquiry", "mention"]


def column(name: str, field: models.Field) -> migrations.AddField:
    """Add a column that the release before need not fill."""
    return migrations.AddField("officertask", name, field)


def text(length: int) -> models.CharField:
    return models.CharField(max_length=length, blank=True, default="", db_default="")


def reference(name: str, to: str, **how: object) -> migrations.AddField:
    key = models.ForeignKey(to=to, null=True, db_index=False, **how)
    return migrations.AddField("officertask", name, key)


def references() -> list[migrations.RunSQL]:
    """Add the columns that refer; what stands in them is looked at in a migration of its own."""
    return [
        migrations.RunSQL(
            [
                f"ALTER TABLE {TABLE} ADD COLUMN {name} bigint NULL",
                f"ALTER TABLE {TABLE} ADD CONSTRAINT tasks_{name} FOREIGN KEY ({name})"
                f" REFERENCES {table} (id) DEFERRABLE INITIALLY DEFERRED NOT VALID",
            ],
            f"ALTER TABLE {TABLE} DROP COLUMN {name}",
        )
        for name, table in REFERRED.items()
    ]


class Migration(migrations.Migration):
    """Let the list go by columns of its own, and hold what is no step of an application."""

    dependencies = [("applications", "0015_enciphered_columns"), ("staff", "0005_team")]
    operations = [
        column("family_name", text(200)),
        column("given_names", text(200)),
        column("nationality", text(3)),
        column("travel_on", models.DateField(null=True)),
        column("reason", text(60)),
        column("is_filled", models.BooleanField(default=False, db_default=False)),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                *references(),
                migrations.RunSQL(
                    f"ALTER TABLE {TABLE} ALTER COLUMN application_id DROP NOT NULL",
                    migrations.RunSQL.noop,
                ),
            ],
            state_operations=[
                reference(
                    "about",
                    "applications.application",
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                ),
                reference(
                    "enquiry",
                    "applications.enquiry",
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="tasks",
                ),
                reference(
                    "team",
                    "staff.team",
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                ),
                migrations.AlterField(
                    "officertask",
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="applications.application",
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            "officertask",
            "kind",
            models.CharField(
                max_length=16,
                choices=[(kind, kind.replace("_", " ").title()) for kind in KINDS],
            ),
        ),
        AddConstraintNotValid(
            "officertask",
            models.CheckConstraint(
                condition=Q(application__isnull=True, kind__in=BESIDE)
                | Q(application__isnull=False, about__isnull=True) & ~Q(kind__in=BESIDE),
                name="tasks_are_of_a_case_or_beside_it",
            ),
        ),
        AddConstraintNotValid(
            "officertask",
            models.CheckConstraint(
                condition=Q(done_at__isnull=True)
                | Q(family_name="", given_names="", nationality="", travel_on=None, reason=""),
                name="a_task_that_is_done_names_nobody",
            ),
        ),
        migrations.CreateModel(
            name="WaitingTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("officer_id", models.IntegerField(null=True)),
                ("team_id", models.BigIntegerField(null=True)),
                ("change", models.IntegerField()),
            ],
        ),
    ]
