from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Staff have places of their own; the release before goes on as a client does."""

    dependencies = [("booking", "0018_who_is_there_keeps_the_time")]
    operations = install(
        "booking",
        "end_due_claims",
        "take_place",
        "why_no_place",
        "free_place",
        "claim_place",
        "confirm_place",
        "move_place",
        "earlier_forms",
        "keep_occupied_places",
    )
