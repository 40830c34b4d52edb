from django.db import migrations, models


class Migration(migrations.Migration):
    """A column without a value: nothing is rewritten. The release before does not look at it."""

    dependencies = [("kernel", "0013_traceparent_on_dispatches")]
    operations = [
        migrations.AddField("dispatch", "addressee", models.BigIntegerField(null=True)),
    ]
