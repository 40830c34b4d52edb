from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """A look-up that is right writes no try only to delete it, and its end waits for no disk."""

    dependencies = [
        ("applications", "0013_a_look_up_takes_its_token"),
        ("kernel", "0016_a_right_guess_need_not_be_counted"),
    ]
    operations = install("applications", "look_up_status")
