from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Nobody moves or cancels who is checked in; who was served may book the service again."""

    dependencies = [("booking", "0017_entries_of_before_keep_their_names")]
    operations = install("booking", "free_place", "confirm_place", "move_place")
