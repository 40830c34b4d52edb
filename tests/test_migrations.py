"""Migrations run while the release before serves people: none of them stops it."""

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import Q

from guichet.kernel.database.functions import install
from tests import migration_rules as rules

INDEX = models.Index(fields=["kind"], name="some_index")
CHECK = models.CheckConstraint(condition=Q(tried__gte=0), name="some_check")
CONCURRENTLY = "CREATE INDEX CONCURRENTLY some ON kernel_dispatch (kind)"
M = migrations


def judged(*operations: migrations.operations.base.Operation, atomic: bool = True) -> list[str]:
    migration = migrations.Migration("9999_some", "kernel")
    migration.operations, migration.atomic = list(operations), atomic
    new = rules.tables_of([migration])
    return [line.partition(": ")[2] for line in rules.complaints(migration, new)]


def test_our_migrations_have_one_order() -> None:
    """Two that were written at once and rest on the same one keep every start from its tables."""
    assert MigrationLoader(None).detect_conflicts() == {}


def test_our_migrations_stop_nobody() -> None:
    new = rules.new_migrations()
    assert new
    tables = rules.tables_of(new)
    assert [line for migration in new for line in rules.complaints(migration, tables)] == []


@pytest.mark.parametrize(
    "operation",
    [
        M.AddIndex("dispatch", INDEX),
        M.AddConstraint("dispatch", CHECK),
        M.AddField("dispatch", "some", models.IntegerField(default=0)),
        M.AddField("dispatch", "some", models.IntegerField(null=True, db_index=True)),
        M.AddField("dispatch", "some", models.ForeignKey("kernel.Mark", models.CASCADE, null=True)),
        M.RemoveField("dispatch", "tried"),
        M.RenameField("dispatch", "tried", "tries"),
        M.DeleteModel("Mark"),
        M.RunPython(M.RunPython.noop),
        M.RunSQL("CREATE INDEX some ON kernel_dispatch (kind)"),
        M.RunSQL(CONCURRENTLY),
        M.RunSQL("ALTER TABLE kernel_dispatch ADD CONSTRAINT c CHECK (tried > 0)"),
        M.RunSQL("ALTER TABLE kernel_dispatch ALTER COLUMN tried SET NOT NULL"),
        M.RunSQL("ALTER TABLE kernel_dispatch ALTER COLUMN tried TYPE bigint"),
        M.RunSQL("ALTER TABLE kernel_dispatch DROP COLUMN tried"),
        M.RunSQL("DROP FUNCTION take_try"),
        M.RunSQL("SELECT 1;\nUPDATE kernel_dispatch SET tried = 0"),
    ],
    ids=lambda operation: operation.describe()[:60],
)
def test_it_refuses_what_stops_the_release_before(
    operation: migrations.operations.base.Operation,
) -> None:
    assert judged(operation) != []


def test_it_lets_through_what_stops_nobody() -> None:
    new = M.CreateModel("Some", [("id", models.BigAutoField(primary_key=True))])
    assert judged(new, M.AddIndex("some", models.Index(fields=["id"], name="of_some"))) == []
    assert judged(M.AddField("dispatch", "some", models.IntegerField(db_default=0))) == []
    assert judged(AddConstraintNotValid("dispatch", CHECK)) == []
    assert judged(AddIndexConcurrently("dispatch", INDEX), atomic=False) == []
    assert judged(M.RunSQL(CONCURRENTLY), atomic=False) == []
    assert judged(*install("kernel", "take_try")) == []
