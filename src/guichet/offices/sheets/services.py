"""The sheet of services: how long each lasts, in which order they stand, what they are called."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Max

from guichet.kernel.content.layers import shown_in, spoken
from guichet.offices.models import OpeningHours, Service
from guichet.offices.reference.faults import ColumnError, SheetError
from guichet.offices.reference.office_rows import NAME_IN
from guichet.offices.reference.readings import number
from guichet.offices.rules import BOUNDS
from guichet.offices.sheets.hanging import held_by
from guichet.offices.sheets.kinds import Act, Cells, Change, Effect, Key, Kind, Refusal, State

# Handed in by who makes the days: what other minutes of some services do to days to come.
EFFECTS: list[Callable[[Mapping[str, int], datetime], Iterator[Effect]]] = []


def code(cell: str) -> str:
    """Read the code of a service."""
    text = cell.strip()
    plain = text.replace("_", "a")
    if not (plain.isascii() and plain.isalnum() and text == text.lower() and len(text) <= 40):
        raise SheetError("service_code", text=repr(text))
    return text


def rows() -> State:
    """Return the services as they stand."""
    return {(service.code,): _cells(service) for service in Service.objects.all()}


def _cells(service: Service) -> dict[str, str]:
    return {
        "code": service.code,
        "minutes": str(service.duration_minutes),
        "position": str(service.position),
        **{f"{NAME_IN}{language}": text for language, text in service.names.items()},
    }


def complete(cells: dict[str, str], was: Cells | None) -> dict[str, str]:
    """Refuse a service without minutes, or without a name in the agency's first language."""
    if not cells.get("minutes"):
        raise ColumnError("minutes", "no_minutes")
    names = names_in(cells)
    first = (*spoken(), "en")[0]
    if not names.get(first) and (was is None or names != names_in(was)):
        raise ColumnError(f"{NAME_IN}{first}", "first_name")
    if was is None:  # officers and logs read English
        names["en"] = names[shown_in(names, "en")]
    return {**cells, **{f"{NAME_IN}{language}": text for language, text in names.items()}}


def names_in(cells: Cells) -> dict[str, str]:
    """Return the names that a line has, by language."""
    names = {name.removeprefix(NAME_IN): text for name, text in cells.items() if NAME_IN in name}
    return {language: text for language, text in names.items() if text}


def refusals(changes: Sequence[Change], act: Act) -> Iterator[Refusal]:
    """Yield each service that cannot go, because something hangs on it."""
    for change in changes:
        if change.cells is None and (why := _held_by(change.key)):
            yield Refusal(change, why)


def _held_by(key: Key) -> SheetError | None:
    service = Service.objects.get(pk=key[0])
    if OpeningHours.objects.filter(service=service).exists():
        return SheetError("has_hours")
    return held_by(service)


def effects(changes: Sequence[Change], act: Act) -> Iterator[Effect]:
    """Yield what other minutes do to the days of each office that are not made yet."""
    minutes = {
        change.key[0]: int(change.cells["minutes"])
        for change in changes
        if change.was and change.cells and "minutes" in change.columns
    }
    for effects_of in EFFECTS if minutes else ():
        yield from effects_of(minutes, act.now)


def write(changes: Sequence[Change], act: Act) -> None:
    """Write what changes; the next import of content/ leaves these services alone."""
    last = Service.objects.aggregate(last=Max("position"))["last"] or 0
    for change in changes:
        cells = change.cells
        if cells is None:
            Service.objects.filter(pk=change.key[0]).delete()
            continue
        last += change.was is None
        facts = {
            "names": names_in(cells),
            "duration_minutes": int(cells["minutes"]),
            "position": int(cells.get("position") or last),
            "overridden": True,
        }
        Service.objects.update_or_create(pk=change.key[0], defaults=facts)


SERVICES = Kind(
    name="services",
    key=("code",),
    readings={
        "code": code,
        "minutes": number(*BOUNDS["duration_minutes"]),
        "position": number(*BOUNDS["position"], required=False),
    },
    required=("code",),
    rows=rows,
    complete=complete,
    refusals=refusals,
    write=write,
    effects=effects,
)
