from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Whether a day is wanted is found by its index, however many wait for other days."""

    dependencies = [("booking", "0027_who_is_next_by_indexes")]
    operations = install("booking", "is_listed")
