from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """An auditor looks for one kind of deed, and never for what is around it."""

    atomic = False
    dependencies = [("kernel", "0016_a_right_guess_need_not_be_counted")]
    operations = [
        AddIndexConcurrently(
            "auditentry",
            models.Index(fields=["record_type", "verb", "id"], name="deeds_of_a_kind"),
        )
    ]
