"""A kind of reference data as rows: the names of the columns, and all that stands."""

from collections.abc import Iterator

from guichet.offices.reference.office_rows import NAME_IN
from guichet.offices.sheets.kinds import Kind


def rows_of(kind: Kind) -> Iterator[list[str]]:
    """Yield the head and each row, with a column of names for each language that has any."""
    state = kind.rows()
    names = {name for cells in state.values() for name in cells if name.startswith(NAME_IN)}
    columns = [*kind.readings, *sorted(names - kind.readings.keys())]
    yield columns
    for cells in state.values():
        yield [cells.get(name, "") for name in columns]
