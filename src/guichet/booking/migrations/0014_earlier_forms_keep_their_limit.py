from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Nodes of the release before go on limiting the live holds of a network."""

    dependencies = [("booking", "0013_indexes_that_serve_nothing")]
    operations = install("booking", "earlier_forms")
