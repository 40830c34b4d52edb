from django.db import migrations


class Migration(migrations.Migration):
    """Look once whether every promise of a question is there."""

    dependencies = [("applications", "0035_enquiries_have_a_promise")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE applications_enquiry VALIDATE CONSTRAINT enquiries_promise",
            migrations.RunSQL.noop,
        )
    ]
