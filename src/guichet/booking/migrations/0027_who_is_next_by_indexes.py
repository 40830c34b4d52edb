from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Who is next for a place that comes back is found without reading every appointment."""

    dependencies = [("booking", "0026_slots_that_shrink")]
    operations = install("booking", "entry_for")
