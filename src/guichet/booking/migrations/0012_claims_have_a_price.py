from django.db import migrations

from guichet.kernel.database.functions import install

EARLIER = "live_holds_of_a_network"  # nobody asks any more


class Migration(migrations.Migration):
    """The new forms take other arguments; processes of the earlier version go on with theirs."""

    atomic = False
    dependencies = [("booking", "0011_claims_and_contacts_are_found")]
    operations = [
        *install(
            "booking",
            "network_load",
            "claim_place",
            "confirm_place",
            "move_place",
            "earlier_forms",
            "free_place",
            "end_due_claims",
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY IF EXISTS {EARLIER}",
                    "CREATE INDEX CONCURRENTLY live_holds_of_a_network"
                    " ON booking_appointment (network) WHERE state = 'held'",
                )
            ],
            state_operations=[migrations.RemoveIndex("appointment", EARLIER)],
        ),
    ]
