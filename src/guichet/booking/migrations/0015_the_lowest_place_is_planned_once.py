from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """The same place as before, by a statement that a connection plans once."""

    dependencies = [("booking", "0014_earlier_forms_keep_their_limit")]
    operations = install("booking", "take_place")
