from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contact", "0006_cases_are_searched_in_contacts")]
    operations = [
        AddIndexConcurrently(
            "telephonecall",
            models.Index(
                fields=["by_phone"], condition=Q(by_phone__isnull=False), name="calls_of_a_phone"
            ),
        ),
        AddIndexConcurrently(
            "telephonecall",
            models.Index(
                fields=["id"], condition=Q(by_phone__isnull=True), name="calls_to_derive"
            ),
        ),
        AddIndexConcurrently(
            "callback", models.Index(fields=["by_phone"], name="call_backs_of_a_phone")
        ),
    ]
