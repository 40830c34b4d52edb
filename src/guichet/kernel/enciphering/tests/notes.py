"""A table of three enciphered columns, made for these tests alone; it goes with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.test.utils import isolate_apps

from guichet.kernel.enciphering.fields import EncipheredBytes, EncipheredJSON, EncipheredText

A, B = "a" * 32, "b" * 32


@contextmanager
def table() -> Iterator[Any]:
    """Make the table, and give its model."""
    with isolate_apps("guichet.kernel"):

        class Note(models.Model):
            number = models.CharField(max_length=10, unique=True)
            at = models.DateTimeField()
            words = EncipheredText(blank=True, bound_to=("number",))
            facts = EncipheredJSON(default=dict, bound_to=("number", "at"))
            content = EncipheredBytes(null=True, bound_to=("number",))

            class Meta:
                app_label = "kernel"
                db_table = "notes_to_encipher"

            def __str__(self) -> str:
                return self.number

    with connection.schema_editor() as editor:
        editor.create_model(Note)
    yield Note
