from django.db import migrations

# Django makes them for whoever looks for the beginning of a text, and nobody does.
UNUSED = (
    ("application", "number", "be0adb2f"),
    ("authorization", "number", "d75fede3"),
    ("correspondence", "key", "37bbc102"),
    ("enquiry", "number", "84e82ec2"),
    ("enquiry", "once", "6e10dfdb"),
    ("officertask", "key", "49fe36d2"),
)


def taken_away(table: str, column: str, digest: str) -> migrations.RunSQL:
    """Take an index away while others write; the way back builds it likewise."""
    name = f"applications_{table}_{column}_{digest}_like"
    return migrations.RunSQL(
        f"DROP INDEX CONCURRENTLY IF EXISTS {name}",
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name}"
        f" ON applications_{table} ({column} varchar_pattern_ops)",
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("applications", "0011_a_look_up_has_a_price")]
    operations = [taken_away(*index) for index in UNUSED]
