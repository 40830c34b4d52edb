"""The form: which sections and fields are shown for these answers, and what is wrong with them.

The fields are data, in content/fields/fields.toml. Answers are text by field, as they are kept in
a draft: dates YYYY-MM-DD, "yes" and "no", codes of countries, a list where several are given. A
field that later answers hide is dropped, never looked at. Pure: told today's date.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from guichet.applications.form import rules
from guichet.applications.form.circumstances import FACTS, Answers, Circumstances
from guichet.applications.form.readers import Field, read
from guichet.eligibility.law import Law
from guichet.kernel.obstacles import Obstacle

When = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One step of the form."""

    key: str
    fields: tuple[Field, ...]
    when: When = ()


@dataclass(frozen=True)
class Cleaned:
    """What became of answers: those that can be kept, and what is wrong with the others.

    `errors`: a code by field. `suggestions`: what somebody may have meant. `hints`: codes of what
    is worth a second look, though it may be right.
    """

    sections: tuple[Section, ...]
    answers: dict[str, object]
    errors: dict[str, str]
    suggestions: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the keys of every field that is shown."""
        return frozenset(one.key for section in self.sections for one in section.fields)

    def only(self, key: str) -> "Cleaned":
        """Return what concerns one section; an unknown field concerns every one."""
        sections = tuple(one for one in self.sections if one.key == key)
        keys = {one.key for section in sections for one in section.fields}
        errors = {k: v for k, v in self.errors.items() if k in keys or v == "unknown_field"}
        return Cleaned(
            sections,
            {k: v for k, v in self.answers.items() if k in keys},
            errors,
            {k: v for k, v in self.suggestions.items() if k in keys},
            {k: v for k, v in self.hints.items() if k in keys},
        )


class Form:
    """The form of the authorization, read once from content/."""

    def __init__(self, content: Path, law: Law) -> None:
        path = content / "fields" / "fields.toml"
        structure = tomllib.loads(path.read_text(encoding="utf-8"))
        self.law = law
        self.sections = tuple(_section(row) for row in structure["section"])
        self.fields = {one.key: one for section in self.sections for one in section.fields}

    def shown(self, answers: Answers, *, today: date) -> tuple[Section, ...]:
        """Return the sections, each with the fields, that are shown for these answers."""
        return self.clean(answers, today=today).sections

    def clean(self, answers: Answers, *, today: date, section: str | None = None) -> Cleaned:
        """Return what is wrong with the whole form, or with one section of it.

        Give all that was answered so far even for one section: earlier answers decide what is
        shown in it. An answer that cannot be read counts as none.
        """
        where = Circumstances(today, self.law)
        found = Cleaned((), {}, {key: "unknown_field" for key in answers if key not in self.fields})
        sections = [self._read_section(one, answers, where, found) for one in self.sections]
        whole = Cleaned(
            tuple(one for one in sections if one is not None and one.fields),
            found.answers,
            found.errors,
            found.suggestions,
            found.hints,
        )
        for key, code in rules.check(whole.answers, where).items():
            whole.errors.setdefault(key, code)
        return whole.only(section) if section else whole

    def kept(self, answers: Answers, *, today: date) -> dict[str, object]:
        """Return the answers of a draft without those that later answers have hidden."""
        keys = self.clean(answers, today=today).keys
        return {key: value for key, value in answers.items() if key in keys}

    def _read_section(
        self, section: Section, answers: Answers, where: Circumstances, found: Cleaned
    ) -> Section | None:
        """Read the fields of a section that are shown into `found`; None where it is not shown."""
        if not _fits(section.when, found.answers, where):
            return None
        shown = []
        for one in section.fields:
            if _fits(one.when, found.answers, where):
                shown.append(one)
                _read_into(found, one, answers.get(one.key), where)
        return Section(section.key, tuple(shown), section.when)


def _read_into(found: Cleaned, one: Field, typed: object, where: Circumstances) -> None:
    try:
        value, hint = read(one, typed, where)
    except Obstacle as obstacle:
        found.errors[one.key] = obstacle.code
        if suggestion := obstacle.facts.get("suggestion"):
            found.suggestions[one.key] = str(suggestion)
        return
    if value not in ("", []):
        found.answers[one.key] = value
    if hint:
        found.hints[one.key] = hint


def _fits(when: When, answers: Answers, where: Circumstances) -> bool:
    return all(_fact(name, answers, where) in wanted for name, wanted in when)


def _fact(name: str, answers: Answers, where: Circumstances) -> object:
    return FACTS[name](answers, where) if name in FACTS else answers.get(name)


def _section(row: Mapping[str, object]) -> Section:
    rows = row["field"]
    assert isinstance(rows, list)
    return Section(str(row["key"]), tuple(_field(one) for one in rows), _when(row.get("when")))


def _field(row: Mapping[str, object]) -> Field:
    lists = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in row.items()
        if key != "when"
    }
    return Field(**lists, when=_when(row.get("when")))  # type: ignore[arg-type]


def _when(facts: object) -> When:
    if not isinstance(facts, Mapping):
        return ()
    return tuple((str(name), frozenset(values)) for name, values in facts.items())
