"""The reference data of content/, read and judged before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings

from guichet.kernel.content import layers
from guichet.kernel.content.layers import shown_in
from guichet.kernel.content.lists import reader_of
from guichet.kernel.content.texts import Texts
from guichet.kernel.reading import typed_text
from guichet.offices.reference.faults import UnreadableFileError
from guichet.offices.reference.hours import Templates
from guichet.offices.reference.names import Names
from guichet.offices.reference.office_rows import OfficeRow, read_offices

OFFICE_FILES = ("offices.csv", "offices_abroad.csv")


@dataclass(frozen=True)
class ServiceRow:
    """One service, its names in every language, and its place in the list."""

    code: str
    names: dict[str, str]
    minutes: int
    position: int
    usually_settled: tuple[str, ...] = ()
    interviews: bool = False  # whoever is invited to an interview books it


@dataclass(frozen=True)
class ServedPlace:
    """One ZIP code, country or subdivision, and the office that serves it, if any."""

    postal_code: str
    country: str
    subdivision: str
    office: str | None
    basis: str


class Reference:
    """What content/ says about offices, services and places; each file is read when asked for."""

    def __init__(self, content: Path) -> None:
        self.content = content

    @cached_property
    def names(self) -> Names:
        return Names(self.content / "offices" / "names.toml")

    @cached_property
    def templates(self) -> Templates:
        return Templates(self.content / "hours" / "hours.toml")

    @cached_property
    def service_texts(self) -> Texts:
        return Texts(self.content / "services")

    @cached_property
    def services(self) -> list[ServiceRow]:
        path = self.content / "services" / "services.toml"
        rows = layers.toml(path)["service"]
        return [
            ServiceRow(
                code=row["code"],
                names=_in_english(self.service_texts.everywhere(f"{row['code']}.name")),
                minutes=row["minutes"],
                position=position,
                usually_settled=tuple(row.get("usually_settled", ())),
                interviews=row.get("interviews") is True,
            )
            for position, row in enumerate(rows, start=1)
        ]

    def offices(self) -> list[OfficeRow]:
        """Return the offices that receive clients, inside the country and abroad.

        Raises UnreadableFileError with every line of the files at fault.
        """
        rows, problems = list[OfficeRow](), list[str]()
        for name in OFFICE_FILES:
            path = layers.at(self.content / "offices" / name)
            try:
                rows += self.offices_in(path)
            except UnreadableFileError as error:
                problems += [f"{path}: {problem}" for problem in error.problems]
        if problems:
            raise UnreadableFileError(problems)
        return rows

    def offices_in(self, path: Path) -> list[OfficeRow]:
        """Return the offices of one file; perhaps it has the head alone."""
        with path.open(encoding="utf-8-sig", newline="") as file:
            return read_offices(
                file,
                home=settings.AGENCY.country("appointments"),
                templates=self.templates.names(),
                may_be_empty=True,
            )

    def places(self) -> Iterator[ServedPlace]:
        """Yield every ZIP code, country and subdivision."""
        for row in self._rows("postal_codes.csv"):
            code = typed_text.compact(row["zip"])
            yield ServedPlace(code, "", "", row["office_code"] or None, row.get("basis", ""))
        for row in self._rows("countries.csv"):
            country, subdivision = row["country_alpha2"], row.get("subdivision", "")
            office, basis = row.get("office_code") or None, row.get("basis", "")
            yield ServedPlace("", country, subdivision, office, basis)

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        yield from reader_of(layers.at(self.content / "offices" / name))


def _in_english(names: dict[str, str]) -> dict[str, str]:
    """Return names with one that stands for English too, as officers and logs need it."""
    return {"en": names[shown_in(names)]} | names
