"""The sheet of jurisdictions: which office serves a postal code, a country or a part of it.

What is in force is shown: an administrator's row before an imported one. What a file changes
becomes an administrator's row, which every later import of content/ leaves alone.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import batched

from django.db import connection

from guichet.agency.values import is_country
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import typed_text
from guichet.offices import rules
from guichet.offices.geography import is_subdivision
from guichet.offices.models import Jurisdiction, Office
from guichet.offices.reference import home_country
from guichet.offices.reference.faults import ColumnError, SheetError
from guichet.offices.reference.readings import words
from guichet.offices.sheets.kinds import Act, Cells, Change, Kind, Refusal, State

KEY = ("postal_code", "country_alpha2", "subdivision")
FIELDS = ("postal_code", "country", "subdivision")  # the same in the table
AT_ONCE = 2000
_OWN = """
INSERT INTO offices_jurisdiction (postal_code, country, subdivision, office_id, basis, overridden)
SELECT row->>0, row->>1, row->>2, nullif(row->>3, ''), row->>4, true
  FROM jsonb_array_elements(%s::jsonb) AS line (row)
    ON CONFLICT (postal_code, country, subdivision, overridden)
       DO UPDATE SET office_id = excluded.office_id, basis = excluded.basis
"""


def postal_code(cell: str) -> str:
    """Read a postal code as people's are compared with it."""
    is_zip = home_country.has_zip_codes()
    text = typed_text.compact(cell)
    if is_zip and text.isdigit() and len(text) < 5:
        raise SheetError("zip", text=repr(text), count=len(text))
    try:
        read = rules.read_postal_code if is_zip else rules.read_foreign_code
        return read(cell) if text else ""
    except Obstacle:
        raise SheetError("postal_code", text=repr(cell.strip())) from None


def country(cell: str) -> str:
    """Read the code of a country."""
    text = cell.strip()
    if text and not (len(text) == 2 and text.isupper() and is_country(text)):
        raise SheetError("country", text=repr(text))
    return text


def subdivision(cell: str) -> str:
    """Read the code of a part of a country."""
    text = cell.strip()
    if text and not is_subdivision(text):
        raise SheetError("subdivision", text=repr(text))
    return text


def rows() -> State:
    """Return the place of each row that is in force, and its office."""
    in_force = Jurisdiction.objects.order_by("country", "subdivision", "postal_code", "overridden")
    state = dict[tuple[str, ...], Cells]()
    for *key, office, basis in in_force.values_list(*FIELDS, "office_id", "basis"):
        cells = (*key, office or "", basis)
        state[tuple(key)] = dict(zip((*KEY, "office_code", "basis"), cells, strict=True))
    return state


def complete(cells: dict[str, str], was: Cells | None) -> dict[str, str]:
    """Refuse a line of two places, or of none."""
    land, part = cells["country_alpha2"], cells["subdivision"]
    if bool(cells["postal_code"]) == bool(land):
        raise ColumnError("postal_code", "one_place")
    if part and not part.startswith(f"{land}-"):
        other = "part_of" if land else "part_of_code"
        raise ColumnError("subdivision", other, text=repr(part), **({"land": land} if land else {}))
    return {"basis": "", "office_code": "", **cells}


def refusals(changes: Sequence[Change], act: Act) -> Iterator[Refusal]:
    """Yield each office that is none, and each row that a file of content/ would bring again."""
    codes = set(Office.objects.values_list("code", flat=True))
    own = set(Jurisdiction.objects.filter(overridden=True).values_list(*FIELDS))
    for change in changes:
        office = (change.cells or {}).get("office_code")
        if office and office not in codes:
            yield Refusal(change, SheetError("no_office", text=repr(office)), "office_code")
        if change.cells is None and change.key not in own:
            yield Refusal(change, SheetError("named_by_content"))


def write(changes: Sequence[Change], act: Act) -> None:
    """Write what changes as rows of an administrator."""
    own = {
        row[:3]: row[3]
        for row in Jurisdiction.objects.filter(overridden=True).values_list(*FIELDS, "pk")
    }
    removed = [own[change.key] for change in changes if change.cells is None]
    Jurisdiction.objects.filter(pk__in=removed).delete()
    rows = (
        [*change.key, change.cells["office_code"], change.cells["basis"]]
        for change in changes
        if change.cells is not None
    )
    with connection.cursor() as cursor:
        for some in batched(rows, AT_ONCE):
            cursor.execute(_OWN, [json.dumps(some)])


JURISDICTIONS = Kind(
    name="jurisdictions",
    key=KEY,
    readings={
        "postal_code": postal_code,
        "country_alpha2": country,
        "subdivision": subdivision,
        "office_code": words(8),
        "basis": words(40),
    },
    required=("office_code",),
    rows=rows,
    complete=complete,
    refusals=refusals,
    write=write,
    also={"zip": "postal_code"},
)
