from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Who waits at an office that closes reads it on the screen at once."""

    dependencies = [
        ("counter", "0005_displays_are_told"),
        ("offices", "0010_releases_may_be_sharp"),
    ]
    operations = install("counter", "tell_closures")
