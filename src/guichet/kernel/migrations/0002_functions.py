from django.db import migrations

from guichet.kernel.database.functions import install


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [
        migrations.RunSQL("ALTER TABLE kernel_bucket SET UNLOGGED", migrations.RunSQL.noop),
        *install("kernel", "write_audit", "take_token", "take_try"),
    ]
