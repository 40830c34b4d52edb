from django.db import migrations, models
from django.db.models import Q


def built_beside(name: str, columns: str, where: str) -> list[migrations.RunSQL]:
    """Build an index while others write; what a broken try has left behind is taken away first."""
    kind = "INDEX" if name.startswith("bookings") else "UNIQUE INDEX"
    drop = f"DROP INDEX CONCURRENTLY IF EXISTS {name}"
    build = f"CREATE {kind} CONCURRENTLY {name} ON booking_appointment ({columns}) WHERE {where}"
    return [
        migrations.RunSQL(drop, migrations.RunSQL.noop),
        migrations.RunSQL(build, drop),
    ]


LETTERS = models.UniqueConstraint(
    fields=["letters", "service", "apart"],
    condition=Q(state="booked"),
    name="one_live_appointment_per_letters",
)
WORDS = models.UniqueConstraint(
    fields=["words", "service", "apart"],
    condition=Q(state="booked"),
    name="one_live_appointment_per_words",
)
WAITING = models.Index(
    fields=["id"],
    condition=Q(state="booked", letters__isnull=True, identity__isnull=False),
    name="bookings_to_derive",
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("booking", "0007_one_person_in_two_spellings")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                *built_beside(
                    "one_live_appointment_per_letters",
                    "letters, service_id, apart",
                    "state = 'booked'",
                ),
                *built_beside(
                    "one_live_appointment_per_words",
                    "words, service_id, apart",
                    "state = 'booked'",
                ),
                *built_beside(
                    "bookings_to_derive",
                    "id",
                    "identity IS NOT NULL AND letters IS NULL AND state = 'booked'",
                ),
            ],
            state_operations=[
                migrations.AddConstraint("appointment", LETTERS),
                migrations.AddConstraint("appointment", WORDS),
                migrations.AddIndex("appointment", WAITING),
            ],
        ),
    ]
