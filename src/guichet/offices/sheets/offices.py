"""The sheet of offices: where each is, what it is called, and the settings of its times.

Files are read as those of content/ are, so that one of them may be brought in as it is.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import time
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings

from guichet.kernel.content.layers import shown_in
from guichet.kernel.content.texts import Texts
from guichet.offices import actions
from guichet.offices.models import Office
from guichet.offices.reference.content import Reference
from guichet.offices.reference.faults import ColumnError, FileProblem, SheetError
from guichet.offices.reference.office_rows import (
    LONGEST,
    NAME_IN,
    REQUIRED,
    SETTINGS,
    OfficeRow,
    read_offices,
)
from guichet.offices.reference.readings import (
    NO,
    YES,
    Reading,
    number,
    time_of_day,
    words,
    yes_or_no,
)
from guichet.offices.rules import BOUNDS
from guichet.offices.sheets.hanging import held_by
from guichet.offices.sheets.kinds import Act, Cells, Change, Kind, Refusal, State, Touch
from guichet.offices.sheets.lines import Line
from guichet.offices.sheets.services import names_in

# Called with the code of an office; returns how many people are expected there.
EXPECTED: list[Callable[[str], int]] = []
EXACT = Decimal("0.00001")
ADDRESS = ("street", "city", "state", "country_alpha2", "postal_code", "time_zone")
FIELDS = {"state": "subdivision", "country_alpha2": "country"}  # what the table calls them
DAYS = ("is_open", "holidays_country", "holidays_subdivision")  # what decides on open days
ROOM = 60
TOLD = ("name", "street", "city", "state", "country_alpha2", "postal_code", "room")


def access(cell: str) -> str:
    """Read the codes of content/access/, with spaces between them."""
    codes = cell.split()
    texts = Texts(settings.CONTENT_DIR / "access")
    if unknown := [code for code in codes if not texts.everywhere(code)]:
        raise SheetError("no_words", folder="access", name=repr(unknown[0]))
    return " ".join(codes)


@cache
def reference() -> Reference:
    """Return the files of content/ as they were when they were first asked for."""
    return Reference(settings.CONTENT_DIR)


def lines(content: bytes, problems: list[FileProblem]) -> Iterator[Line]:
    """Yield the offices of a file that receive clients, as content/ would have them read."""
    del problems  # whoever reads offices tells all of theirs together
    rows = read_offices(
        io.StringIO(content.decode("utf-8-sig"), newline=""),
        home=settings.AGENCY.country("appointments"),
        templates=reference().templates.names(),
        codes=set(Office.objects.values_list("code", flat=True)),
    )
    for row in rows:
        yield Line(row.line, _cells_of_row(row))


def _cells_of_row(row: OfficeRow) -> dict[str, str]:
    return {
        "code": row.code,
        "name": row.name,
        **_address(row),
        **row.settings,
        **{f"{NAME_IN}{language}": text for language, text in row.names.items()},
        **{f"{NAME_IN}{language}": "" for language in row.unnamed if row.names},
        **({"hours": row.hours} if row.hours else {}),
    }


def _address(of: OfficeRow | Office) -> dict[str, str]:
    return {
        **{name: str(getattr(of, FIELDS.get(name, name))) for name in ADDRESS},
        "lat": _degrees(of.latitude),
        "lon": _degrees(of.longitude),
        "holidays_country": of.holidays_country,
    }


def _degrees(value: Decimal) -> str:
    return f"{Decimal(value).quantize(EXACT):f}".rstrip("0").rstrip(".")


def rows() -> State:
    """Return the offices as they stand."""
    return {(office.code,): _cells(office) for office in Office.objects.order_by("code")}


def _cells(office: Office) -> dict[str, str]:
    values = {name: getattr(office, name) for name in SETTINGS}
    return {
        "code": office.code,
        "name": str(office.names[shown_in(office.names)]),
        **{f"{NAME_IN}{language}": text for language, text in office.names.items()},
        **_address(office),
        **settings_as_cells(values),
    }


def settings_as_cells(values: Mapping[str, Any]) -> dict[str, str]:
    """Return settings of an office as a sheet has them."""
    cells = dict[str, str]()
    for name, value in values.items():
        if isinstance(value, bool):
            cells[name] = YES if value else NO
        elif isinstance(value, time):
            cells[name] = time_of_day(value.isoformat())
        else:
            cells[name] = " ".join(value) if isinstance(value, list) else str(value)
    return cells


def settings_of(cells: Cells) -> dict[str, Any]:
    """Return settings as the table has them."""
    values: dict[str, Any] = {name: cells[name] for name in SETTINGS if name in cells}
    for name in values.keys() & {"is_open"}:
        values[name] = cells[name] == YES
    for name in values.keys() & {"access"}:
        values[name] = cells[name].split()
    for name in values.keys() & {"release_at"}:
        values[name] = time.fromisoformat(cells[name])
    for name in values.keys() & NUMBERS.keys():
        values[name] = int(cells[name])
    return values


def complete(cells: dict[str, str], was: Cells | None) -> dict[str, str]:
    """Settle what an office is called, and what its template of hours says of it."""
    texts = _names(cells, was)
    whole = {name: text for name, text in cells.items() if not name.startswith(NAME_IN)}
    own = {f"{NAME_IN}{language}": text for language, text in texts.items()}
    emptied = {name: "" for name in (was or {}) if name.startswith(NAME_IN)}
    whole |= {"name": texts[shown_in(texts)], **emptied, **own}
    if hours := whole.pop("hours", ""):
        whole |= _of_template(hours, whole, was)
    return whole


def _names(cells: Cells, was: Cells | None) -> dict[str, str]:
    code, name, own = cells["code"], cells["name"], names_in(cells)
    if was is None:
        return reference().names.of(code, name, own)
    old, old_name = names_in(was), was["name"]
    if name == old_name:
        return own if own.get(shown_in(old)) else {**own, shown_in(old): name}
    if own == old:  # only the first name is another one
        if old == reference().names.of(code, old_name):
            return reference().names.of(code, name)
        same = {language for language, text in old.items() if text == old_name}
        return {**old, **dict.fromkeys({"en", shown_in(old)} & same, name)}
    if own and own[shown_in(own)] != name:
        column = f"{NAME_IN}{shown_in(own)}"
        raise ColumnError("name", "other_name", column=column)
    return own or reference().names.of(code, name)


def _of_template(hours: str, cells: Cells, was: Cells | None) -> dict[str, str]:
    """Return what a template gives beside what the line says; `hours` where the hours differ."""
    template = reference().templates.of(OfficeRow(**_facts(cells), hours=hours))
    usual = settings_as_cells(template.settings)
    own = {name for name in usual if name in cells and cells[name] != (was or {}).get(name)}
    stretches = {
        (part.service, part.weekday, part.opens_at, part.closes_at, part.desks)
        for part in template.stretches
    }
    fields = ("service_id", "weekday", "opens_at", "closes_at", "desks")
    office = Office.objects.filter(pk=cells["code"]).first()
    present = set(office.opening_hours.values_list(*fields)) if office else None
    differ = {"hours": hours} if present != stretches else {}
    return {name: cell for name, cell in usual.items() if name not in own} | differ


def _facts(cells: Cells) -> dict[str, Any]:
    names = {FIELDS.get(name, name): cells[name] for name in ADDRESS}
    return {
        "code": cells["code"],
        "name": cells["name"],
        **names,
        "latitude": Decimal(cells["lat"]),
        "longitude": Decimal(cells["lon"]),
        "holidays_country": cells["holidays_country"],
        "names": names_in(cells),
    }


def refusals(changes: Sequence[Change], act: Act) -> Iterator[Refusal]:
    """Yield what people would be hurt by: another clock, a closed door, no office at all."""
    for change in changes:
        if change.was is None:
            continue
        if change.cells is None:
            if why := held_by(Office.objects.get(pk=change.key[0])):
                yield Refusal(change, why)
            continue
        closes = "is_open" in change.columns and change.cells["is_open"] == NO
        columns = [*(["is_open"] if closes else []), *({"time_zone"} & set(change.columns))]
        if columns and (count := sum(expected(change.key[0]) for expected in EXPECTED)):
            yield Refusal(change, SheetError("expected", count=f"{count:,}"), columns[0])


def touches(changes: Sequence[Change], act: Act) -> Iterator[Touch]:
    """Yield each office that is elsewhere or called otherwise, and how many are told of it."""
    for change in changes:
        is_told = change.was and change.cells and {*TOLD} & {*change.columns}
        if is_told and (count := sum(expected(change.key[0]) for expected in EXPECTED)):
            yield Touch(change.key, count, "told")


def write(changes: Sequence[Change], act: Act) -> None:
    """Write offices; whoever has an appointment where one is elsewhere now is told."""
    Office.objects.filter(pk__in=[change.key[0] for change in changes if not change.cells]).delete()
    others = [change for change in changes if change.cells]
    actions.import_offices((_row(change.cells or {}) for change in others), reference())
    actions.days_changed(
        *(change.key[0] for change in others if change.was and {*DAYS} & {*change.columns})
    )


def _row(cells: Cells) -> OfficeRow:
    return OfficeRow(**_facts(cells), hours=cells.get("hours", ""), settings=settings_of(cells))


NUMBERS: Mapping[str, Reading] = {
    name: number(*BOUNDS[name])
    for name in ("arrive_early_minutes", "release_window_minutes", "horizon_days", "public_percent")
}
OFFICES = Kind(
    name="offices",
    key=("code",),
    readings={
        **{name: words(most) for name, most in LONGEST.items() if name in {"code", "name"}},
        **{name: words(LONGEST["street"]) for name in (*ADDRESS, "lat", "lon", "holidays_country")},
        "holidays_subdivision": words(10),
        "room": words(ROOM),
        "access": access,
        "is_open": yes_or_no,
        "release_at": time_of_day,
        **NUMBERS,
    },
    required=REQUIRED,
    rows=rows,
    complete=complete,
    refusals=refusals,
    write=write,
    touches=touches,
    lines=lines,
)
