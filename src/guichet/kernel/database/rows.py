"""Read a record and those it belongs to in one statement that is put into words only once.

Django writes a query anew each time, which costs more than PostgreSQL's answer. The few reads
that every page and every call makes are worth doing without; all others stay plain queries.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models

type Values = Sequence[Any] | Mapping[str, Any]  # of a condition, by place or by name
ITSELF = "it"  # how a condition names the table of the record; the others go by their path


@dataclass(frozen=True)
class Table:
    """One table of the statement: what its rows become, and which columns of the answer."""

    model: type[models.Model]
    path: str
    columns: slice
    pointer: Any  # the field of the owner that points here; None for the record itself
    may_be_empty: bool = False  # the pointer, or one on the way to its owner

    @cached_property
    def names(self) -> list[str]:
        return [field.attname for field in self.model._meta.concrete_fields]

    def record(self, values: Sequence[Any]) -> models.Model | None:
        """Return the record of these columns; None where the pointer to it was empty."""
        if values[self.key] is None:
            return None
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, values)

    @cached_property
    def key(self) -> int:
        """Return the place of the primary key among the columns."""
        return [field.primary_key for field in self.model._meta.concrete_fields].index(True)

    @cached_property
    def owner(self) -> str:
        """Return the path of the record that points here."""
        return self.path.rpartition("__")[0] or ITSELF


class Reader[M: models.Model]:
    """Reads records of a model, each with the records that its paths lead to.

    Paths are those of `select_related`, a longer one after its beginning.
    """

    def __init__(self, model: type[M], *paths: str) -> None:
        self.model = model
        self.paths = paths

    def first(self, condition: str, values: Values) -> M | None:
        """Return the first record that fits: `first("it.id = %s AND NOT slot.closed", [1])`."""
        return next(iter(self.all(f"{condition} LIMIT 1", values)), None)

    def all(self, condition: str, values: Values) -> list[M]:
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
            pointer: Any = None
            may_be_empty = False
            if path:
                owner = tables[before or ITSELF]
                pointer = owner.model._meta.get_field(name)
                model = pointer.related_model
                may_be_empty = pointer.null or owner.may_be_empty
            start, end = end, end + len(model._meta.concrete_fields)
            place, columns = path or ITSELF, slice(start, end)
            tables[place] = Table(model, place, columns, pointer, may_be_empty)
        return list(tables.values())

    @cached_property
    def _statement(self) -> str:
        columns = [
            f'"{table.path}"."{field.column}"'
            for table in self._tables
            for field in table.model._meta.concrete_fields
        ]
        text = f'SELECT {", ".join(columns)} FROM "{self.model._meta.db_table}" AS "{ITSELF}"'  # noqa: S608
        for table in self._tables[1:]:
            path, pointer = table.owner, table.pointer
            text += (
                f" {'LEFT ' if table.may_be_empty else ''}JOIN"
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
            records[table.path] = record = table.record(values[table.columns])
            owner = records.get(table.owner) if table.pointer else None
            if owner:
                table.pointer.set_cached_value(owner, record)
        itself: M = records[ITSELF]
        return itself
