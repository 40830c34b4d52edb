"""What a migration may do while the release before still serves people on the same tables.

It waits for no long lock, reads or writes no large table in one statement, and takes nothing away
that the release before uses. Each rule looks at one operation and returns a sentence, or nothing.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres import operations as postgres
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation

# The last migration of each room that the release before has.
BASELINE = {"applications": 9, "booking": 8, "kernel": 4, "offices": 2, "staff": 2}
# What breaks a rule with a reason: room, migration, the beginning of the sentence.
ALLOWED: dict[tuple[str, str, str], str] = {
    (
        "applications",
        "0028_names_of_papers_may_be_enciphered",
        "A column of another type is a new column.",
    ): "from varchar to text the catalog alone is changed, and the release before writes the same",
    (
        "offices",
        "0005_postal_codes_of_other_countries",
        "A column of another type is a new column.",
    ): (
        "a longer varchar changes the catalog alone, and the release before writes five characters"
    ),
    (
        "interviews",
        "0002_the_database_keeps_interviews",
        "A constraint is added NOT VALID.",
    ): "one that excludes cannot be, and its table is made in the migration before",
}

_BODY = re.compile(r"\$(\w*)\$.*?\$\1\$", re.S)  # of a function: it runs later
_SQL = {
    r"\bCREATE (UNIQUE )?INDEX (?!CONCURRENTLY)": "An index is built with CONCURRENTLY.",
    r"\bADD CONSTRAINT (?!.*(NOT VALID|USING INDEX))": "A constraint is added NOT VALID.",
    r"\bSET NOT NULL\b": "A column becomes NOT NULL by a constraint that was validated.",
    r"\bALTER COLUMN \S+ (SET DATA )?TYPE\b": "A column of another type is a new column.",
    r"\b(DROP (TABLE|COLUMN|FUNCTION)|RENAME)\b": "What the release before uses stays.",
    r"^\s*(UPDATE|DELETE FROM|INSERT INTO .* SELECT)\b": "Rows are changed in batches.",
}


def new_migrations() -> list[Migration]:
    """Return our migrations that the release before does not have."""
    loader = MigrationLoader(None)
    return [
        migration
        for (room, name), migration in sorted(loader.disk_migrations.items())
        if migration.__module__.startswith("guichet.") and int(name[:4]) > BASELINE.get(room, 0)
    ]


def complaints(migration: Migration, new_tables: set[tuple[str, str]]) -> Iterator[str]:
    """Return what is wrong with a migration; `new_tables` are those nobody uses yet."""
    for operation in _on_the_database(migration.operations):
        on = (migration.app_label, str(getattr(operation, "model_name", "")).lower())
        for sentence in _judge(operation, is_new=on in new_tables, migration=migration):
            if (migration.app_label, migration.name, sentence) not in ALLOWED:
                yield f"{migration.app_label} {migration.name}: {sentence}"


def tables_of(all_migrations: list[Migration]) -> set[tuple[str, str]]:
    """Return the tables that these migrations make."""
    return {
        (migration.app_label, operation.name_lower)
        for migration in all_migrations
        for operation in _on_the_database(migration.operations)
        if isinstance(operation, migrations.CreateModel)
    }


def _on_the_database(operations: list[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _on_the_database(operation.database_operations)
        else:
            yield operation


def _judge(operation: Operation, *, is_new: bool, migration: Migration) -> Iterator[str]:
    if isinstance(operation, migrations.RunSQL):
        yield from _judge_sql(str(operation.sql), atomic=migration.atomic)
    elif isinstance(operation, migrations.RunPython):
        if migration.atomic:
            yield "RunPython changes rows in batches: atomic = False."
    elif isinstance(operation, postgres.AddIndexConcurrently):
        if migration.atomic:
            yield "CONCURRENTLY needs atomic = False."
    elif isinstance(operation, _TAKES_AWAY):
        yield "What the release before uses stays."
    elif is_new:
        return
    elif isinstance(operation, migrations.AddIndex):
        yield "An index is built with CONCURRENTLY."
    elif isinstance(operation, migrations.AddConstraint):
        if not isinstance(operation, postgres.AddConstraintNotValid):
            yield "A constraint is added NOT VALID."
    elif isinstance(operation, migrations.AddField):
        yield from _judge_column(operation.field)
    elif _changes_a_column(operation, migration):
        yield "A column of another type is a new column."


_TAKES_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def _judge_sql(sql: str, *, atomic: bool) -> Iterator[str]:
    plain = " ".join(re.sub(r"--[^\n]*", "", _BODY.sub("", sql)).split())
    for statement in plain.split(";"):
        for pattern, sentence in _SQL.items():
            if re.search(pattern, statement, re.I):
                yield sentence
    if atomic and "CONCURRENTLY" in plain.upper():
        yield "CONCURRENTLY needs atomic = False."


def _judge_column(field: Any) -> Iterator[str]:
    if field.many_to_many:
        return
    if not field.null and not field.has_db_default():
        yield "A new column may be null or has a default of the database."
    if field.unique or field.db_index:
        yield "An index is built with CONCURRENTLY."
    if isinstance(field, models.ForeignKey) and field.db_constraint:
        yield "A constraint is added NOT VALID."


def _changes_a_column(operation: Operation, migration: Migration) -> bool:
    """Tell whether more changes than words and choices, which the database does not know."""
    if not isinstance(operation, migrations.AlterField):
        return False
    room, table, name = migration.app_label, operation.model_name_lower, operation.name
    state = MigrationLoader(None).project_state((room, migration.name), at_end=False)
    before = state.apps.get_model(room, table)._meta.get_field(name)
    operation.state_forwards(room, state)
    after = state.apps.get_model(room, table)._meta.get_field(name)
    editor: Any = connection.SchemaEditorClass(connection, collect_sql=True)
    return bool(editor._field_should_be_altered(before, after))
