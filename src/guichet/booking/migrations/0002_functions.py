from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial"), ("kernel", "0002_functions")]
    operations = [
        # A claim changes no indexed column of its slot: room on the page keeps the change there.
        migrations.RunSQL("ALTER TABLE booking_slot SET (fillfactor = 70)", migrations.RunSQL.noop),
        *install(
            "booking",
            "end_due_claims",
            "is_closed_day",
            "take_place",
            "why_no_place",
            "free_place",
            "claim_place",
            "confirm_place",
            "move_place",
        ),
    ]
