from django.db import migrations, models


class Migration(migrations.Migration):
    """A column without a value: nothing is rewritten. The release before does not look at it."""

    dependencies = [("kernel", "0007_dispatches_to_a_contact")]
    operations = [
        migrations.AddField("dispatch", "claimed_until", models.DateTimeField(null=True)),
    ]
