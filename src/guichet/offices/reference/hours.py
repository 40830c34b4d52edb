"""Opening hours as content writes them: templates that many offices share."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.kernel.content import layers
from guichet.offices.reference.office_rows import OfficeRow

NAMES_A_ROOM = re.compile(r"\b(Room|Suite)\b")  # in an address, which is real; our rooms are not


@dataclass(frozen=True)
class OpeningRow:
    """One row of opening hours: a service, a weekday, from when till when, at how many desks."""

    service: str
    weekday: int
    opens_at: time
    closes_at: time
    desks: int


@dataclass(frozen=True)
class Template:
    """Everything about an office that its address does not tell."""

    settings: Mapping[str, Any]
    stretches: tuple[OpeningRow, ...]


NO_HOURS = Template({"release_at": time(9)}, ())


class Templates:
    """The templates of a file of content/hours/, read once."""

    def __init__(self, path: Path) -> None:
        content = layers.toml(path)
        shapes = {name: shape for name, shape in content.items() if isinstance(shape, dict)}
        self._of_office = {
            code: name for name, shape in shapes.items() for code in shape.pop("offices", ())
        }
        self._templates = {
            name: Template(stretches=tuple(_stretches(shape.pop("hours"))), settings=shape)
            for name, shape in shapes.items()
        }

    def names(self) -> frozenset[str]:
        """Return the names an office file may use."""
        return frozenset(self._templates)

    def of(self, office: OfficeRow) -> Template:
        """Return the template the office asks for, is listed in, or falls to by its country.

        An office that no template is for has no hours. Where the address names the room, the
        template's room would contradict it and is left out.
        """
        is_at_home = office.country == settings.AGENCY.country("appointments")
        usual = "domestic" if is_at_home else "international"
        own = office.hours or self._of_office.get(office.code, usual)
        template = self._templates.get(own) or self._templates.get("usual", NO_HOURS)
        if NAMES_A_ROOM.search(office.street):
            return replace(template, settings={**template.settings, "room": ""})
        return template


def _stretches(hours: list[dict[str, Any]]) -> Iterator[OpeningRow]:
    for entry in hours:
        for service in entry["services"]:
            for weekday in entry["weekdays"]:
                for opens_at, closes_at in entry["stretches"]:
                    yield OpeningRow(service, weekday, opens_at, closes_at, entry["desks"])
