from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """End an invitation at the instant of the clock of the site, which actions tell."""

    dependencies = [("interviews", "0003_one_interview_an_appointment")]
    operations = install("interviews", "end_interview")
