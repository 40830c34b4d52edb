from django.db import migrations, models
from django.db.models import Q


def built_beside(name: str, columns: str, where: str) -> list[migrations.RunSQL]:
    """Build an index while others write; what a broken try has left behind is taken away first."""
    drop = f"DROP INDEX CONCURRENTLY IF EXISTS {name}"
    build = f"CREATE INDEX CONCURRENTLY {name} ON booking_appointment ({columns}) WHERE {where}"
    return [
        migrations.RunSQL(drop, migrations.RunSQL.noop),
        migrations.RunSQL(build, drop),
    ]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("booking", "0010_claims_and_contacts_are_counted")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                *built_beside("claims_of_a_site", "site, held_at", "site IS NOT NULL"),
                *built_beside("bookings_of_a_phone", "by_phone", "state = 'booked'"),
                *built_beside(
                    "bookings_of_a_mailbox",
                    "by_mailbox",
                    "by_mailbox IS NOT NULL AND state = 'booked'",
                ),
            ],
            state_operations=[
                migrations.AddIndex(
                    "appointment",
                    models.Index(
                        fields=["site", "held_at"],
                        condition=Q(site__isnull=False),
                        name="claims_of_a_site",
                    ),
                ),
                migrations.AddIndex(
                    "appointment",
                    models.Index(
                        fields=["by_phone"],
                        condition=Q(state="booked"),
                        name="bookings_of_a_phone",
                    ),
                ),
                migrations.AddIndex(
                    "appointment",
                    models.Index(
                        fields=["by_mailbox"],
                        condition=Q(state="booked", by_mailbox__isnull=False),
                        name="bookings_of_a_mailbox",
                    ),
                ),
            ],
        ),
    ]
