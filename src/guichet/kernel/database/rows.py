"""Read a record and those it belongs to in one statement that is put into words only once.

Django writes a query anew each time, which costs more than PostgreSQL's answer. The few reads
that every page and every call makes are worth doing without; all others stay plain queries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.models.base import ModelState

ITSELF = "it"  # how a condition names the table of the record; the others go by their path


@dataclass(frozen=True)
class Table:
    """One table of the statement: what its rows become, and which columns of the answer."""

    model: type[models.Model]
    path: str
    columns: slice

    @cached_property
    def names(self) -> list[str]:
        return [field.attname for field in self.model._meta.concrete_fields]

    @cached_property
    def key(self) -> int:
        """Return the place of the primary key among the columns."""
        return [field.primary_key for field in self.model._meta.concrete_fields].index(True)

    @cached_property
    def owner(self) -> tuple[str, str]:
        """Return the path of the record that points here, and the name by which it does."""
        before, _, name = self.path.rpartition("__")
        return before or ITSELF, name


class Reader[M: models.Model]:
    """Reads records of a model, each with the records that its paths lead to.

    Paths are those of `select_related`, a longer one after its beginning.
    """

    def __init__(self, model: type[M], *paths: str) -> None:
        self.model = model
        self.paths = paths

    def first(self, condition: str, values: Sequence[Any]) -> M | None:
        """Return the first record that fits: `first("it.id = %s AND NOT slot.closed", [1])`."""
        return next(iter(self.all(f"{condition} LIMIT 1", values)), None)

    def all(self, condition: str, values: Sequence[Any]) -> list[M]:
        """Return every record that fits."""
        with connection.cursor() as cursor:
            cursor.execute(f"{self._statement} WHERE {condition}", values)
            rows = cursor.fetchall()
        return [self._record(row) for row in rows]

    @cached_property
    def _tables(self) -> list[Table]:
        tables: dict[str, Table] = {}
        end = 0
        for path in ("", *self.paths):
            before, _, name = path.rpartition("__")
            model: Any = self.model
            if path:
                owner = tables[before or ITSELF].model
                model = owner._meta.get_field(name).related_model
            start, end = end, end + len(model._meta.concrete_fields)
            tables[path or ITSELF] = Table(model, path or ITSELF, slice(start, end))
        return list(tables.values())

    @cached_property
    def _statement(self) -> str:
        columns = [
            f'"{table.path}"."{field.column}"'
            for table in self._tables
            for field in table.model._meta.concrete_fields
        ]
        text = f'SELECT {", ".join(columns)} FROM "{self.model._meta.db_table}" AS "{ITSELF}"'  # noqa: S608
        by_path = {table.path: table for table in self._tables}
        for table in self._tables[1:]:
            path, name = table.owner
            pointer: Any = by_path[path].model._meta.get_field(name)
            text += (
                f" {'LEFT ' if pointer.null else ''}JOIN"
                f' "{table.model._meta.db_table}" AS "{table.path}"'
                f' ON "{table.path}"."{pointer.target_field.column}" = "{path}"."{pointer.column}"'
            )
        return text

    @cached_property
    def _converters(self) -> list[tuple[int, Callable[..., Any], Any]]:
        """Return what must be done to which columns: JSON comes as text, for example."""
        fields = [
            (field, table.model._meta.db_table)
            for table in self._tables
            for field in table.model._meta.concrete_fields
        ]
        return [
            (number, converter, field.get_col(table))
            for number, (field, table) in enumerate(fields)
            for converter in field.get_db_converters(connection)
        ]

    def _record(self, row: Sequence[Any]) -> M:
        values = list(row)
        for number, convert, column in self._converters:
            values[number] = convert(values[number], column, connection)
        records: dict[str, Any] = {}
        for table in self._tables:
            there = values[table.columns.start + table.key] is not None
            records[table.path] = there and _record_of(table, values[table.columns])
            path, name = table.owner
            if table.path != ITSELF and records[path]:
                records[path]._state.fields_cache[name] = records[table.path] or None
        record: M = records[ITSELF]
        return record


def _record_of(table: Table, values: Sequence[Any]) -> models.Model:
    """Return a record that is in the database, without the long way through Model.__init__.

    Nothing here listens to its signals, and no field of ours changes what is assigned to it.
    """
    record = table.model.__new__(table.model)
    record._state = ModelState()
    record._state.adding = False
    record._state.db = connection.alias
    record.__dict__.update(zip(table.names, values, strict=True))
    return record
