"""What hangs on a row, so that it stays."""

from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector


def held_by(row: Model) -> str:
    """Return why a row cannot go, as a sentence, or nothing."""
    try:
        Collector(using="default").collect([row])
    except ProtectedError as error:
        kinds = {str(type(other)._meta.verbose_name_plural) for other in error.protected_objects}
        return f"it stays, since {', '.join(sorted(kinds))} hang on it."
    return ""
