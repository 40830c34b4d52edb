from django.db import migrations, models


class Migration(migrations.Migration):
    """A column without a value: nothing is rewritten. The release before does not look at it."""

    dependencies = [("kernel", "0012_the_record_is_only_added_to")]
    operations = [
        migrations.AddField("dispatch", "traceparent", models.CharField(null=True, max_length=55)),
    ]
