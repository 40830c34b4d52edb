"""The form of one row: a box for each cell, with help; what is wrong is said beside its box."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from markupsafe import Markup

from guichet.kernel.content.layers import shown_in
from guichet.kernel.reading import typed_text
from guichet.offices.models import Office, Service
from guichet.offices.reference.faults import FileProblem
from guichet.offices.reference.office_rows import NAME_IN
from guichet.offices.reference.readings import NO, YES
from guichet.offices.sheets.kinds import Cells, Kind
from guichet.offices.sheets.services import names_in
from guichet.reference.pages.page import TOPIC, column
from guichet.reference.trials import Scope
from guichet.web.formats.dates import weekday_names
from guichet.web.forms.base import Choice, Form, Text
from guichet.web.languages import OFFERED
from guichet.web.words import speaker, texts

NAMED = ("offices", "services")  # kinds whose rows have a name in each language
MOVES = ("hours", "documents")  # kinds of which a row may get another key: another time, a place
ALWAYS = ("country_alpha2",)  # a file of offices has this column, or is none


class RowForm(Form):
    """The cells of a row; those that tell it from others only where it is new, or may move."""

    def __init__(
        self, kind: Kind, cells: Cells, answers: Any, *, language: str, scope: Scope, is_new: bool
    ) -> None:
        super().__init__(answers, initial=dict(cells))
        self.kind, self.is_new = kind, is_new
        for name in columns_of(kind, is_new=is_new):
            field = _field(kind, name, language, scope)
            field.label = column(name, language)
            field.help_text = _help(name, language)
            field.required = False
            self.fields[name] = field

    def tongues(self) -> list[tuple[forms.BoundField, str]]:
        """Return the boxes of names in other languages than the first, and how each is written."""
        names = [name for name in self.fields if name.startswith(NAME_IN)][1:]
        return [(self[name], OFFERED[name.removeprefix(NAME_IN)].direction) for name in names]

    def wish(self, before: Cells) -> dict[str, str]:
        """Return the cells that were typed over; of a new row, all that hold something."""
        entries = {name: str(self.cleaned_data.get(name, "")).strip() for name in self.fields}
        if self.kind.name == "offices":
            names = names_in({**before, **entries})
            first = names[shown_in(names)] if names else ""
            entries = {"name": first, **entries} if self.is_new or first else entries
        if self.is_new:
            columns = (*self.kind.required, *ALWAYS)
            return {name: cell for name, cell in entries.items() if cell or name in columns}
        return {
            name: cell for name, cell in entries.items() if cell != before.get(name, "").strip()
        }

    def hinder(self, problems: Iterable[FileProblem], language: str) -> None:
        """Say what is wrong beside the box that it is about, or on top."""
        say = speaker(language, TOPIC)
        for problem in problems:
            name = problem.column or str(problem.fault.values.get("column", ""))
            if name == "name":
                name = next((each for each in self.fields if each.startswith(NAME_IN)), name)
            sentence = say(problem.fault.key, **problem.fault.values)
            self.add_error(name if name in self.fields else None, sentence)


def columns_of(kind: Kind, *, is_new: bool) -> list[str]:
    """Return the columns of the form of a row."""
    has_key = is_new or kind.name in MOVES
    fixed = set() if has_key else set(kind.key)
    if kind.name in NAMED:
        fixed.add("name")
    place = list(kind.key) if kind.is_list else []
    names = [f"{NAME_IN}{code}" for code in OFFERED] if kind.name in NAMED else []
    head, *rest = kind.readings
    ordered = [*place, head, *names, *rest] if names else [*place, *kind.readings]
    return [name for name in ordered if name not in fixed]


def _field(kind: Kind, name: str, language: str, scope: Scope) -> forms.Field:
    choices = _choices(kind, name, language, scope)
    if choices is None:
        return Text(reads=typed_text.free)
    return Choice(choices=choices)


def _choices(
    kind: Kind, name: str, language: str, scope: Scope
) -> list[tuple[str, str | Markup]] | None:
    say = speaker(language, TOPIC)
    nothing = [("", say("row.choose"))]
    if name == "is_open":
        return [("", say("row.usual")), *((word, say(f"answer.{word}")) for word in (YES, NO))]
    if name == "weekday":
        days = enumerate(weekday_names(language), start=1)
        return [*nothing, *((str(number), day) for number, day in days)]
    if name == "office_code":
        codes = Office.objects.order_by("code").values_list("code", "names")
        mine = [(code, names) for code, names in codes if scope is None or code in scope]
        first = [("", say("row.no_office"))] if kind.name == "jurisdictions" else nothing
        return [*first, *((code, f"{code} · {_in(names, language)}") for code, names in mine)]
    if name == "service_code":
        services = Service.objects.order_by("position").values_list("code", "names")
        return [*nothing, *((code, _in(names, language)) for code, names in services)]
    return None


def _in(names: Mapping[str, str], language: str) -> str:
    return str(names[shown_in(names, language)])


def _help(name: str, language: str) -> Markup | str:
    key = f"help.{name}"
    return speaker(language, TOPIC)(key) if key in texts(TOPIC) else ""
