"""Columns of a model whose values are enciphered as they are stored, and clear as they are read.

A field names what binds its values to their record: columns that are known before the record is
written and never change. An empty value stays empty, so that a constraint can ask for it; nothing
else can be asked of a enciphered column, and `QuerySet.update` may only empty it.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from guichet.kernel.enciphering import current, envelopes
from guichet.kernel.enciphering.envelopes import AlteredError, Envelope, Place

UNBOUND = "{field} is enciphered for its record: save the record, or store nothing."


@dataclass(frozen=True, slots=True)
class Clear:
    """A value that is stored as it is, on purpose."""

    value: Any


class EncipheredAttribute(DeferredAttribute):
    """Opens an envelope when somebody reads it first: a list that shows none opens none."""

    field: "EncipheredField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Envelope):
            value = instance.__dict__[self.field.attname] = self.field.opened(value, instance)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncipheredField(models.Field):  # type: ignore[type-arg]
    """What the three kinds of enciphered columns share; each says how a value becomes bytes."""

    descriptor_class = EncipheredAttribute
    MARKED: str  # an SQL condition: the column is enciphered, and begins with %s
    FILLED: str  # an SQL condition: the column is not empty

    def __init__(self, *args: Any, bound_to: tuple[str, ...], **kwargs: Any) -> None:
        self.bound_to = tuple(bound_to)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "bound_to": self.bound_to}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        stored = model_instance.__dict__.get(self.attname)
        if isinstance(stored, Envelope):  # nobody has looked at it
            return stored
        value = super().pre_save(model_instance, add)
        return self.closed(value, model_instance, version=current.version())

    def place(self, record: models.Model) -> Place:
        """Return where the value of this record belongs."""
        names = tuple(getattr(record, name) for name in self.bound_to)
        return Place(f"{record._meta.db_table}.{self.column}", names)

    def closed(self, value: Any, record: models.Model, *, version: int | None) -> Any:
        """Return what is stored of a clear value under a key; clear without one or if empty."""
        if value in self.empty_values:
            return value
        if version is None:
            return Clear(value)
        return envelopes.encipher(self.to_bytes(value), self.place(record), version=version)

    def opened(self, envelope: Envelope, record: models.Model) -> Any:
        """Return the clear value of a record; AlteredError where it belongs to another.

        So with what somebody may have written who has a key that leaked.
        """
        if current.is_refused(envelope.version):
            raise AlteredError(f"{self} is enciphered with a key that has leaked.")
        return self.of_bytes(envelopes.decipher(envelope, self.place(record)))

    def as_stored(self, stored: Any) -> Any:
        """Return what a comparison with the column takes: an envelope, or a clear value."""
        return stored if isinstance(stored, Envelope) else Clear(stored)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Clear | Envelope) or value in self.empty_values:
            return value
        raise TypeError(UNBOUND.format(field=self))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = value if prepared else self.get_prep_value(value)
        stored = self.of_envelope(value) if isinstance(value, Envelope) else value
        if isinstance(stored, Clear):
            stored = stored.value
        return self.adapted(stored, connection)

    def adapted(self, stored: Any, connection: Any) -> Any:
        """Return what the driver takes."""
        return stored

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def of_bytes(self, clear: bytes) -> Any:
        raise NotImplementedError

    def of_envelope(self, envelope: Envelope) -> Any:
        return envelope.text

    def mark(self, version: int | None) -> Any:
        """Return what a stored value begins with under a key; of any key without one."""
        return envelopes.MARK if version is None else envelopes.mark_of_text(version)


class EncipheredText(EncipheredField, models.TextField):  # type: ignore[type-arg]
    MARKED = "starts_with({column}, %s)"
    FILLED = "{column} <> ''"

    def to_bytes(self, value: str) -> bytes:
        return value.encode()

    def of_bytes(self, clear: bytes) -> str:
        return clear.decode()

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return value and (envelopes.from_text(value) or value)


class EncipheredJSON(EncipheredField, models.JSONField):
    """A dictionary or list; enciphered it is a JSON text, so that the column keeps its type."""

    MARKED = "starts_with({column} #>> '{{}}', %s)"
    FILLED = "{column} NOT IN ('{{}}', '[]')"

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, cls=self.encoder, ensure_ascii=False).encode()

    def of_bytes(self, clear: bytes) -> Any:
        return json.loads(clear, cls=self.decoder)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        value = super().from_db_value(value, expression, connection)
        return envelopes.from_text(value) or value if isinstance(value, str) else value

    def adapted(self, stored: Any, connection: Any) -> Any:
        return None if stored is None else connection.ops.adapt_json_value(stored, self.encoder)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return self.get_db_prep_value(value, connection)


class EncipheredBytes(EncipheredField, models.BinaryField):  # type: ignore[type-arg]
    MARKED = "substring({column} for length(%s)) = %s"
    FILLED = "length({column}) > 0"

    def to_bytes(self, value: Any) -> bytes:
        return bytes(value)

    def of_bytes(self, clear: bytes) -> bytes:
        return clear

    def of_envelope(self, envelope: Envelope) -> bytes:
        return envelope.bytes

    def mark(self, version: int | None) -> bytes:
        return envelopes.MARK_OF_BYTES if version is None else envelopes.mark_of_bytes(version)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else envelopes.from_bytes(bytes(value)) or bytes(value)

    def adapted(self, stored: Any, connection: Any) -> Any:
        return None if stored is None else connection.Database.Binary(stored)
