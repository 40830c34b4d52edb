from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

from guichet.kernel.database.functions import install

ONE = "one_valid_authorization_per_passport_next"


def index_of(column: str) -> AddIndexConcurrently:
    return AddIndexConcurrently(
        "application",
        models.Index(
            fields=[f"{column}_next"],
            condition=Q(**{f"{column}_next__isnull": False}),
            name=f"of_the_next_{column}",
        ),
    )


class Migration(migrations.Migration):
    """Built beside all work: while nothing is rotated these indexes of large tables are empty."""

    atomic = False
    dependencies = [("applications", "0023_two_shelves_of_hashes")]
    operations = [
        *(index_of(column) for column in ("passport", "person", "person_words")),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY IF EXISTS {ONE}", migrations.RunSQL.noop
                ),
                migrations.RunSQL(
                    f"CREATE UNIQUE INDEX CONCURRENTLY {ONE}"
                    " ON applications_authorization (passport_next) WHERE ended_at IS NULL",
                    f"DROP INDEX CONCURRENTLY IF EXISTS {ONE}",
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    "authorization",
                    models.UniqueConstraint(
                        fields=["passport_next"], condition=Q(ended_at__isnull=True), name=ONE
                    ),
                )
            ],
        ),
        *install("applications", "look_up_status"),
    ]
