"""A date of birth in three fields, of which a document may show only the year, or year and month.

The page first asks for all three. Who leaves the day or the month empty is asked, once and beside
the fields, whether the document shows it: an empty box alone may be a slip.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import births
from guichet.kernel.reading.births import Birth
from guichet.web.forms.base import Day, DayWidget

PARTLY = "partly"
UNKNOWN = {"", "0", "00", "X", "XX", "-", "--", "?", "??"}
Typed = tuple[str, ...]  # day, month, year, and whether the document shows no more


class BirthWidget(DayWidget):
    """Three fields, and a box that says the document shows no more than was typed."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:  # type: ignore[override]
        """Return what was typed, and whether the box was ticked."""
        parts = super().value_from_datadict(data, files, name)
        return (*parts, "on" if data.get(f"{name}_{PARTLY}") else "")


class Birthday(Day):
    """A `Birth`. `partly` is what the box says, and `incomplete` the sentence that leads to it."""

    widget = BirthWidget

    def __init__(self, *, partly: Any, incomplete: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.partly = partly
        self.error_messages |= {"required": incomplete}

    def clean(self, value: Typed) -> Birth:  # type: ignore[override]
        """Return as much of the date as the document shows."""
        day, month = ("" if part.upper() in UNKNOWN else part.zfill(2) for part in value[:2])
        whole, shows_no_more = bool(day and month), bool(value[3] and not (day and not month))
        if not (value[2] and (whole or shows_no_more)):
            raise ValidationError(self.error_messages["required"], code="required")
        try:
            return births.of_parts(value[2], month, day)
        except Obstacle as obstacle:
            raise ValidationError(self.error_messages[obstacle.code], code=obstacle.code) from None

    def prepare_value(self, value: Birth | date | Typed | None) -> Typed:  # type: ignore[override]
        """Return the texts to show, and "ask" or "on" where the box is to be there."""
        if isinstance(value, Birth):
            year, month, day = [*str(value).split("-"), "", ""][:3]
            return day.lstrip("0"), month.lstrip("0"), year, "on" if value.precision else ""
        parts = (*value, "")[:4] if isinstance(value, tuple) else ("", "", "", "")
        missing = parts[2] and any(part.upper() in UNKNOWN for part in parts[:2])
        return (*parts[:3], parts[3] or ("ask" if missing else ""))
