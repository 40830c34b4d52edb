import django.db.models.deletion
from django.db import migrations, models


def taken_away(name: str, table: str, columns: str) -> migrations.RunSQL:
    """Take an index away while others write; the way back builds it likewise."""
    return migrations.RunSQL(
        f"DROP INDEX CONCURRENTLY IF EXISTS {name}",
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} ({columns})",
    )


class Migration(migrations.Migration):
    """A sixth of what a million appointments took was indexes that no query uses.

    Nobody looks for the beginning of a number, and a slot is looked for with its office, its
    service and its time, which one_slot_a_time has.
    """

    atomic = False
    dependencies = [("booking", "0012_claims_have_a_price")]
    operations = [
        taken_away(
            "booking_appointment_confirmation_number_529e573f_like",
            "booking_appointment",
            "confirmation_number varchar_pattern_ops",
        ),
        taken_away(
            "booking_appointment_service_id_a015cb46_like",
            "booking_appointment",
            "service_id varchar_pattern_ops",
        ),
        taken_away(
            "booking_slot_service_id_8f1a8c13_like",
            "booking_slot",
            "service_id varchar_pattern_ops",
        ),
        taken_away(
            "booking_slot_office_id_3f56e906_like",
            "booking_slot",
            "office_id varchar_pattern_ops",
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                taken_away(
                    "booking_appointment_service_id_a015cb46", "booking_appointment", "service_id"
                ),
                taken_away("booking_slot_office_id_3f56e906", "booking_slot", "office_id"),
            ],
            state_operations=[
                migrations.AlterField(
                    "appointment",
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.service",
                    ),
                ),
                migrations.AlterField(
                    "slot",
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="offices.office",
                    ),
                ),
            ],
        ),
    ]
