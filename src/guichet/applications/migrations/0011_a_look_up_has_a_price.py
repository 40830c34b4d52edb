from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Ask by a function of another name, so that nodes of the release before find theirs."""

    dependencies = [
        ("applications", "0010_pins_of_eight_characters"),
        ("kernel", "0006_guesses_have_a_price"),
    ]
    operations = install("applications", "look_up_status")
