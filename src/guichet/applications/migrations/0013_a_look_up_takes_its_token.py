from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Take the token of a look-up where it is looked up; the function of before stays beside."""

    dependencies = [("applications", "0012_indexes_that_serve_nothing")]
    operations = install("applications", "look_up_status")
