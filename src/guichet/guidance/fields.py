"""A column that PostgreSQL searches."""

from typing import Any

from django.db import models


class TermsField(models.TextField):  # type: ignore[type-arg]
    """A tsvector, written as text; PostgreSQL alone reads it, by an index of the migration."""

    def db_type(self, connection: Any) -> str:
        """Return the type of the column."""
        return "tsvector"

    def get_placeholder_sql(self, value: object, compiler: Any, connection: Any) -> Any:
        """Return how a value is written: PostgreSQL reads the terms from a text."""
        return "%s::tsvector", (value,)


class GinIndex(models.Index):
    """The index by which PostgreSQL finds terms, whatever stands before and after them."""

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        """Return the statement that makes it."""
        return super().create_sql(model, schema_editor, using=" USING gin", **kwargs)
