from django.db import migrations, models

from guichet.kernel.database.functions import install

# The new one takes the same arguments and three more that may be left out, so that processes of
# the earlier version go on booking while this one is rolled out.
DROP_EARLIER = """
DROP FUNCTION IF EXISTS confirm_place(
  bigint, text, bytea, timestamptz, text, text, date, text, text, text, text, text, boolean)
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0006_closures_are_told")]
    operations = [
        migrations.AddField("appointment", "letters", models.BinaryField(null=True, max_length=32)),
        migrations.AddField("appointment", "words", models.BinaryField(null=True, max_length=32)),
        migrations.AddField(
            "appointment", "apart", models.BinaryField(db_default=b"", max_length=32)
        ),
        migrations.AddField("lostcode", "sent_for", models.BigIntegerField(null=True)),
        migrations.RunSQL(DROP_EARLIER, migrations.RunSQL.noop),
        *install("booking", "confirm_place"),
    ]
