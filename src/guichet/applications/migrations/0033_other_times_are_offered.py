"""A case for whose interview no time is left waits for an officer beside its course."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

TASK, NAME = "officertask", "tasks_are_of_a_case_or_beside_it"
BESIDE = ["enquiry", "mention", "second_read", "offer_times"]
KINDS = (
    "decide late answered request_due correction reconsideration refund enquiry mention second_read"
    " offer_times"
).split()


class Migration(migrations.Migration):
    dependencies = [("applications", "0032_requests_have_a_kind")]
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
    ]
