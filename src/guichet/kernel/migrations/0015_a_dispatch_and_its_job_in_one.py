from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """A function more; the release before writes dispatch and job apart, as it did."""

    dependencies = [("kernel", "0014_addressee_of_dispatches")]
    operations = install("kernel", "write_dispatch")
