"""What rooms above show of an application on its status, to who has number and PIN."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from guichet.applications.models import Application

type Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page: its template, and what that shows; None where there is nothing."""

    template: str
    read: Callable[[Application, str, datetime], Values | None]


PANELS: list[Panel] = []  # a room above adds its own when the site starts


def of(application: Application, language: str, *, now: datetime) -> list[tuple[str, Values]]:
    """Return the parts that have something to show of an application, each with its template."""
    parts = [(panel.template, panel.read(application, language, now)) for panel in PANELS]
    return [(template, values) for template, values in parts if values is not None]
