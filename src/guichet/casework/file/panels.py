"""What rooms above show in a file of what is theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from guichet.casework.deeds.case import CaseState
from guichet.casework.file.queries import File

type Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FilePanel:
    """A part of a file: its template, and what that shows; None where there is nothing."""

    template: str
    read: Callable[[File, str, datetime], Values | None]


# A room above adds its own to each of these when the site starts.
PANELS: list[FilePanel] = []
ENDS: list[Callable[[CaseState, str, str], Markup | None]] = []  # what a deed ends besides


def of(file: File, language: str, *, now: datetime) -> list[tuple[str, Values]]:
    """Return the parts that have something to show, each with its template."""
    parts = [(panel.template, panel.read(file, language, now)) for panel in PANELS]
    return [(template, values) for template, values in parts if values is not None]


def ended_by(case: CaseState, verb: str, language: str) -> list[Markup]:
    """Return what a deed ends besides what its name says, in sentences."""
    sentences = [ends(case, verb, language) for ends in ENDS]
    return [sentence for sentence in sentences if sentence is not None]
