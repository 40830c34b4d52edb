"""The sheet of documents: the rows by which a list of what to bring is made, in their order.

They are no table of the database but a file of the agency's folder, which a site reads again when
it has changed. Words stay in `content/checklists/`.
"""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.kernel.content import layers
from guichet.kernel.content.texts import Texts
from guichet.offices.models import Service
from guichet.offices.reference.faults import FileProblem, SheetError, UnreadableFileError
from guichet.offices.reference.judging import keys_of_paper
from guichet.offices.reference.readings import words
from guichet.offices.sheets.kinds import Act, Cells, Change, Kind, Refusal, State
from guichet.offices.sheets.lines import Line, lines_of

FILE = Path("tables") / "checklists.toml"
COLUMNS = ("then", "when", "reason", "since", "source")
ROW, OTHER_TABLE = re.compile(r"^\[\[row\]\]", re.M), re.compile(r"^\[+(?!\[?row\])", re.M)
CONDITION = re.compile(r"(\w+)=([\w ]+)")


def rows() -> State:
    """Return the rows as they stand, each by its place in the list."""
    content = layers.toml(settings.CONTENT_DIR / FILE)
    return {(str(place),): _cells(row) for place, row in enumerate(content["row"], start=1)}


def _cells(row: Mapping[str, Any]) -> Cells:
    when = {
        name: value if isinstance(value, list) else [value]
        for name, value in row.get("when", {}).items()
    }
    return {
        "then": row["then"],
        "when": "; ".join(f"{name}={' '.join(map(str, values))}" for name, values in when.items()),
        "reason": row["reason"],
        "since": row["since"].isoformat(),
        "source": row["source"],
    }


def lines(content: bytes, problems: list[FileProblem]) -> Iterator[Line]:
    """Yield the lines of a file, each with its place: a file says the whole list in its order."""
    entries = lines_of(content, required=COLUMNS, optional=(), problems=problems)
    for place, line in enumerate(entries, start=1):
        yield Line(line.number, {"place": str(place), **line.cells})


def conditions(cell: str) -> str:
    """Read when a row is for somebody, as in `service=visit; card=lost damaged`; empty: always."""
    questions = layers.toml(settings.CONTENT_DIR / FILE)["question"]
    choices = {question["key"]: list(question["choices"]) for question in questions}
    choices["service"] = list(Service.objects.values_list("code", flat=True))
    conditions = [part.strip() for part in cell.split(";") if part.strip()]
    for condition in conditions:
        match = CONDITION.fullmatch(condition)
        if match is None:
            raise SheetError("condition", text=repr(condition))
        name, values = match.groups()
        if name not in choices:
            raise SheetError("none_of", text=repr(name), choices=", ".join(choices))
        if others := [value for value in values.split() if value not in choices[name]]:
            answers = ", ".join(choices[name])
            raise SheetError("answer", text=repr(others[0]), name=name, answers=answers)
    return "; ".join(conditions)


def paper(cell: str) -> str:
    """Read the key of what is to be brought, for which there are words."""
    key, texts = cell.strip(), Texts(settings.CONTENT_DIR / "checklists")
    for name in keys_of_paper({"then": key}):
        if not texts.everywhere(name):
            raise SheetError("no_words", folder="checklists", name=name)
    return key


def day(cell: str) -> str:
    """Read a day."""
    try:
        return date.fromisoformat(cell.strip()).isoformat()
    except ValueError:
        raise SheetError("day", text=repr(cell.strip())) from None


def refusals(changes: Sequence[Change], act: Act) -> Iterator[Refusal]:
    """Yield why the folder cannot take the list."""
    if changes and (why := _why_not()):
        yield Refusal(changes[0], why)


def _why_not() -> SheetError | None:
    if own().is_relative_to(settings.ROOT):
        return SheetError("in_the_software", file=own())
    head, _, rest = _text().partition("[[row]]")
    if OTHER_TABLE.search(rest) or (not rest and "row" in tomllib.loads(head)):
        return SheetError("questions_behind", file=own())
    return None


def own() -> Path:
    """Return the file of the agency, which may not be there yet."""
    return Path(settings.AGENCY_DIR).resolve() / "content" / FILE


def _text() -> str:
    return layers.at(settings.CONTENT_DIR / FILE).read_text(encoding="utf-8")


def write(changes: Sequence[Change], act: Act) -> None:
    """Write the list into the agency's folder; what stands above its first row stays."""
    state = dict(rows())
    for change in changes:
        state.pop(change.key, None)
        if change.cells is not None:
            state[change.key] = change.cells
    ordered = [cells for _key, cells in sorted(state.items(), key=lambda pair: int(pair[0][0]))]
    head = ROW.split(_text(), maxsplit=1)[0].rstrip()
    text = "\n\n".join([head, *map(_row, ordered)]) + "\n"
    if [_cells(row) for row in tomllib.loads(text)["row"]] != [_only(cells) for cells in ordered]:
        raise UnreadableFileError([FileProblem(SheetError("not_written_so", file=own()))])
    try:
        own().parent.mkdir(parents=True, exist_ok=True)
        draft = own().with_suffix(".draft")
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, own())
    except OSError as error:
        fault = SheetError("not_written", file=own(), reason=error.strerror)
        raise UnreadableFileError([FileProblem(fault)]) from error


def _only(cells: Cells) -> Cells:
    return {name: cells[name] for name in COLUMNS}


def _row(cells: Cells) -> str:
    texts = {name: json.dumps(cells[name], ensure_ascii=False) for name in COLUMNS}
    texts["since"] = cells["since"]
    texts["when"] = "{ " + ", ".join(map(_condition, CONDITION.findall(cells["when"]))) + " }"
    names = [name for name in COLUMNS if name != "when" or cells["when"]]
    return "\n".join(["[[row]]", *(f"{name} = {texts[name]}" for name in names)])


def _condition(pair: tuple[str, str]) -> str:
    return f"{pair[0]} = {json.dumps(pair[1].split())}"


DOCUMENTS = Kind(
    name="documents",
    key=("place",),
    readings={
        "then": paper,
        "when": conditions,
        "reason": words(60, required=True),
        "since": day,
        "source": words(400, required=True),
    },
    required=COLUMNS,
    rows=rows,
    complete=lambda cells, was: cells,
    refusals=refusals,
    write=write,
    lines=lines,
    is_list=True,
)
