from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_dispatch_tried_at")]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor", "at"], name="what_somebody_did"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["at"], name="what_was_done_when"),
        ),
    ]
