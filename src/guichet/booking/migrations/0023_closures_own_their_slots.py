import django.db.models.deletion
from django.db import migrations, models

from guichet.kernel.database.functions import install

# The release before deletes closures without a thought of slots: the database empties them.
EMPTIED = """
ALTER TABLE booking_slot ADD CONSTRAINT a_slot_outlives_its_closure
  FOREIGN KEY (closure_id) REFERENCES offices_closure (id) ON DELETE SET NULL NOT VALID
"""


class Migration(migrations.Migration):
    """A slot names the closure that withdrew it: nothing else gives it back."""

    dependencies = [
        ("booking", "0022_the_share_is_kept_by_all"),
        ("offices", "0008_closures_of_hours_are_in_order"),
    ]
    operations = [
        migrations.AddField(
            "slot",
            "closure",
            models.ForeignKey(
                "offices.Closure",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                db_constraint=False,
                db_index=False,
                related_name="slots",
            ),
        ),
        migrations.AlterField(
            "slot",
            "closed",
            models.BooleanField(default=False, help_text="It is withdrawn, and claimed by nobody."),
        ),
        migrations.RunSQL(EMPTIED, migrations.RunSQL.noop),
        *install("booking", "is_closed_day"),
    ]
