from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("applications", "0008_a_name_in_any_order")]
    operations = [
        AddIndexConcurrently(
            "application",
            models.Index(
                fields=["person_words"],
                condition=Q(person_words__isnull=False),
                name="applications_of_a_name",
            ),
        ),
        AddIndexConcurrently(
            "application",
            models.Index(
                fields=["id"],
                condition=Q(person__isnull=False, person_words__isnull=True),
                name="applications_to_derive",
            ),
        ),
    ]
