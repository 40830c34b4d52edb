from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("kernel", "0002_functions")]
    operations = install("applications", "guard_states", "find_status")
