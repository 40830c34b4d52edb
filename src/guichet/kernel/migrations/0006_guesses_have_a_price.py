from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_marks")]
    operations = install("kernel", "begin_guess", "count_failure")
