"""Write again what is stored otherwise than the mark says: enciphered, enciphered anew, or clear.

It works beside a busy site. Every value changes only if it still is what was read, so that nothing
a client saved meanwhile is lost; what is left to do is asked of the database, so that it may stop
anywhere, also in a crash, and several may run at once.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from guichet.kernel.enciphering import current
from guichet.kernel.enciphering.fields import EncipheredField
from guichet.kernel.record import audit

A_BATCH, A_HEAVY_BATCH = 200, 8  # rows read at once; of bytes, which may be megabytes each
A_STRETCH = 10_000  # numbers of rows that one statement goes through, though it may find none


def columns() -> list[EncipheredField]:
    """Return every enciphered column of the site."""
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return [field for field in fields if isinstance(field, EncipheredField)]


def rewrite(field: EncipheredField, *, version: int | None) -> Iterator[int]:
    """Bring a column under the key of a version, or none; yield of how many values, by batch."""
    newest = field.model._base_manager.aggregate(pk=models.Max("pk"))["pk"] or 0
    for end in range(A_STRETCH, newest + A_STRETCH, A_STRETCH):
        last = end - A_STRETCH
        while records := _others(field, version=version, after=last, until=end):
            last = records[-1].pk
            with transaction.atomic():
                count = sum(_rewrite(field, record, version=version) for record in records)
            yield count


def sweep(*, now: datetime) -> int:
    """Bring whatever is clear, or under another key, under the one that is written with.

    A process of before may have written it, or somebody by hand; where nothing is enciphered,
    nothing is done. Return of how many values.
    """
    current.forget()
    version = current.version()
    if version is None:
        return 0
    count = sum(sum(rewrite(field, version=version)) for field in columns())
    if count:
        facts = {"count": count, "key": version}
        audit.write("encipher", "database", 0, actor=audit.actor_of(None), now=now, **facts)
    return count


def left(field: EncipheredField, *, version: int | None) -> int:
    """Count the values that are stored otherwise than under the key of a version, or clear."""
    condition, marks = _is_other(field, version=version)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM "{field.model._meta.db_table}" WHERE {condition}',  # noqa: S608
            marks,
        )
        return int(cursor.fetchone()[0])


def _others(
    field: EncipheredField, *, version: int | None, after: int, until: int
) -> list[models.Model]:
    condition, marks = _is_other(field, version=version)
    options = field.model._meta
    read = [options.pk, field, *map(options.get_field, field.bound_to)]
    columns = ", ".join(sorted(set(map(_quoted, read))))
    key = _quoted(options.pk)
    statement = (
        f'SELECT {columns} FROM "{options.db_table}"'  # noqa: S608
        f" WHERE {key} > %s AND {key} <= %s AND {condition} ORDER BY {key} LIMIT %s"
    )
    limit = A_HEAVY_BATCH if isinstance(field, models.BinaryField) else A_BATCH
    return list(field.model._base_manager.raw(statement, [after, until, *marks, limit]))


def _quoted(field: Any) -> str:
    return f'"{field.column}"'


def _is_other(field: EncipheredField, *, version: int | None) -> tuple[str, list[Any]]:
    column = _quoted(field)
    marked = field.MARKED.format(column=column)
    marks = [field.mark(version)] * marked.count("%s")
    if version is None:
        return marked, marks
    return f"{column} IS NOT NULL AND {field.FILLED.format(column=column)} AND NOT {marked}", marks


def _rewrite(field: EncipheredField, record: models.Model, *, version: int | None) -> bool:
    """Change one value if it still is what was read; tell whether it was."""
    stored = record.__dict__[field.attname]
    value = field.closed(getattr(record, field.attname), record, version=version)
    manager = type(record)._base_manager
    return bool(
        manager.filter(pk=record.pk, **{field.attname: field.as_stored(stored)}).update(
            **{field.attname: value}
        )
    )
