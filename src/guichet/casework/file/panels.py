"""What rooms above show in a file of what is theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from guichet.casework.file.queries import File

type Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FilePanel:
    """A part of a file: its template, and what that shows; None where there is nothing."""

    template: str
    read: Callable[[File, str, datetime], Values | None]


PANELS: list[FilePanel] = []  # a room above adds its own when the site starts


def of(file: File, language: str, *, now: datetime) -> list[tuple[str, Values]]:
    """Return the parts that have something to show, each with its template."""
    parts = [(panel.template, panel.read(file, language, now)) for panel in PANELS]
    return [(template, values) for template, values in parts if values is not None]
