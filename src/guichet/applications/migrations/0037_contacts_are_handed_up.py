"""A case that an agent hands up to the officers waits for one of them beside its course."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

TASK, NAME = "officertask", "tasks_are_of_a_case_or_beside_it"
BESIDE = ["enquiry", "mention", "second_read", "offer_times", "escalation"]
KINDS = (
    "decide late answered request_due correction reconsideration refund enquiry mention second_read"
    " offer_times escalation"
).split()


class Migration(migrations.Migration):
    dependencies = [("applications", "0036_promises_of_enquiries_are_validated")]
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
