"""Whose a form is: each form that writes carries a mark of what it is about.

All windows of a browser share its cookies, so a cookie cannot say which record a page shows. The
mark can: it is a keyed hash of the deed and the record, good for that kind of deed alone. It tells
which of the records that a visit has open the form is about, and it opens nothing.
"""

from collections.abc import Iterable
from typing import Protocol

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from markupsafe import Markup

FIELD = "about"
_SALT = "guichet.web.marks"


class Record(Protocol):
    """A row that a form may be about."""

    @property
    def pk(self) -> int: ...


def mark(deed: str, record: Record) -> str:
    """Return the mark of a form that does a deed to a record: the same at every showing."""
    kind = type(record).__name__
    return salted_hmac(_SALT, f"{deed} {kind} {record.pk}", algorithm="sha256").hexdigest()[:32]


def field(deed: str, record: Record) -> Markup:
    """Return the hidden field that a form needs; templates print it beside the csrf token."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, mark(deed, record))


def meant[R: Record](request: HttpRequest, deed: str, open_records: Iterable[R]) -> R | None:
    """Return the open record that a sent form is about; None where it is about another one.

    A form without a mark, or with the mark of another deed, is about none.
    """
    mark_sent = request.POST.get(FIELD, "")
    for record in open_records:
        if constant_time_compare(mark_sent, mark(deed, record)):
            return record
    return None
