"""What hangs on a row, so that it stays."""

from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector

from guichet.offices.reference.faults import SheetError


def held_by(row: Model) -> SheetError | None:
    """Return why a row cannot go, or None."""
    try:
        Collector(using="default").collect([row])
    except ProtectedError as error:
        kinds = {str(type(other)._meta.verbose_name_plural) for other in error.protected_objects}
        return SheetError("hangs", kinds=", ".join(sorted(kinds)))
    return None
