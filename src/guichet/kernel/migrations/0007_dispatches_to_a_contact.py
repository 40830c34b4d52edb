from django.db import migrations, models
from django.db.models import Q

INDEX = models.Index(
    fields=["contact", "created_at"],
    condition=Q(contact__isnull=False),
    name="dispatches_to_a_contact",
)
DROP = "DROP INDEX CONCURRENTLY IF EXISTS dispatches_to_a_contact"
BUILD = (
    "CREATE INDEX CONCURRENTLY dispatches_to_a_contact ON kernel_dispatch (contact, created_at)"
    " WHERE contact IS NOT NULL"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("kernel", "0006_guesses_have_a_price")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE kernel_dispatch ADD COLUMN IF NOT EXISTS contact bytea",
                    "ALTER TABLE kernel_dispatch DROP COLUMN IF EXISTS contact",
                ),
                migrations.RunSQL(DROP, migrations.RunSQL.noop),
                migrations.RunSQL(BUILD, DROP),
            ],
            state_operations=[
                migrations.AddField(
                    "dispatch", "contact", models.BinaryField(null=True, max_length=32)
                ),
                migrations.AddIndex("dispatch", INDEX),
            ],
        ),
    ]
