from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """What take_try and begin_guess do is there in parts, for who counts only what was wrong."""

    dependencies = [("kernel", "0015_a_dispatch_and_its_job_in_one")]
    operations = install("kernel", "wait_before_try", "levels_left", "take_try", "begin_guess")
