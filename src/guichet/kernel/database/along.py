"""Short rows that are read along with a record: an array in its statement, not one more of them."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject


class Along[M: Model]:
    """The rows of a query that names its record by `OuterRef`, with the columns that are shown.

    For a few short rows: each travels as text. What is enciphered has a statement of its own.
    """

    def __init__(self, rows: "QuerySet[M]", *columns: str) -> None:
        self._rows = rows
        self._fields = [
            field for field in rows.model._meta.concrete_fields if field.attname in columns
        ]
        assert len(self._fields) == len(columns), columns

    @property
    def array(self) -> ArraySubquery:
        """Return what is read beside the record."""
        columns = {field.attname: field.attname for field in self._fields}
        return ArraySubquery(self._rows.values(row=JSONObject(**columns)))

    def read(self, array: Sequence[dict[str, Any]]) -> list[M]:
        """Return the rows; a column that was not named is read when somebody asks for it."""
        names = [field.attname for field in self._fields]
        return [
            self._rows.model.from_db(
                None, names, [field.to_python(row[field.attname]) for field in self._fields]
            )
            for row in array
        ]
