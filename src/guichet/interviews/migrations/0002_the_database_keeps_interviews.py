from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    """Let nobody be in two interviews at once, and end an invitation with its case."""

    dependencies = [("interviews", "0001_initial")]
    operations = install("interviews", "keep_officers_time", "end_interview")
