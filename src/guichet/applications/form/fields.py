"""The form: which sections and fields are shown for these answers, and what is wrong with them.

The fields are data, in content/fields/fields.toml and in the agency's file of that name. Answers
are text by field, as they are kept in a draft: dates YYYY-MM-DD, "yes" and "no", codes of
countries, a list where several are given. A field that later answers hide is dropped, never looked
at. Pure: told today's date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from guichet.applications.form import rules
from guichet.applications.form.circumstances import FACTS, Answers, Circumstances
from guichet.applications.form.own.laying import LEFT_OUT, LETTERS, sections_of
from guichet.applications.form.own.letters import languages_of_letters
from guichet.applications.form.readers import Field, read
from guichet.eligibility.law import Law
from guichet.kernel.content import layers
from guichet.kernel.obstacles import Obstacle

When = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One step of the form."""

    key: str
    fields: tuple[Field, ...]
    when: When = ()


@dataclass(frozen=True)
class Reading:
    """The answers of a form as they were read on a day, once for all who need to know.

    `raw`: all that was answered, as it came. `answers`: what of it could be read, as it is sent.
    `errors`: a code by field. `suggestions`: what somebody may have meant. `hints`: codes of what
    is worth a second look, though it may be right.
    """

    today: date
    raw: Answers
    sections: tuple[Section, ...] = ()
    answers: dict[str, object] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    suggestions: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the keys of every field that is shown."""
        return frozenset(question.key for section in self.sections for question in section.fields)

    @property
    def kept(self) -> dict[str, object]:
        """Return what a draft keeps, right or wrong: all that later answers have not hidden."""
        return {key: value for key, value in self.raw.items() if key in self.keys}

    def section(self, key: str) -> Section | None:
        """Return a section as it is shown; None where it is not."""
        return next((section for section in self.sections if section.key == key), None)

    def only(self, key: str) -> "Reading":
        """Return what concerns one section; an unknown field concerns every one."""
        part = replace(
            self, sections=tuple(section for section in self.sections if section.key == key)
        )
        errors = {k: v for k, v in self.errors.items() if k in part.keys or v == "unknown_field"}
        return replace(
            part,
            answers={k: v for k, v in self.answers.items() if k in part.keys},
            errors=errors,
            suggestions={k: v for k, v in self.suggestions.items() if k in part.keys},
            hints={k: v for k, v in self.hints.items() if k in part.keys},
        )


class Form:
    """The form of the authorization, read once from content/."""

    def __init__(self, content: Path, law: Law) -> None:
        structure = layers.toml(content / "fields" / "fields.toml")
        letters = languages_of_letters(content)
        self.law = law
        rows = sections_of(structure, letters=letters)
        self.sections = tuple(map(_section, rows))
        self.fields = {
            question.key: question for section in self.sections for question in section.fields
        }
        # Whoever answered it while there was a choice, or knows it as a program, is not stopped.
        self._unasked = frozenset({LETTERS}) - {*structure.get(LEFT_OUT, ())}

    def read(self, answers: Answers, *, today: date) -> Reading:
        """Return what the answers say, and what is wrong with them, over the whole form.

        Give all that was answered so far: earlier answers decide what is shown later. An answer
        that cannot be read counts as none.
        """
        where = Circumstances(today, self.law)
        fields = self.fields.keys() | self._unasked
        unknown = {key: "unknown_field" for key in answers if key not in fields}
        reading = Reading(today, answers, errors=unknown)
        sections = [_section_into(reading, section, where) for section in self.sections]
        for key, code in rules.check(reading.answers, where).items():
            reading.errors.setdefault(key, code)
        return replace(reading, sections=tuple(section for section in sections if section.fields))


def _section_into(reading: Reading, section: Section, where: Circumstances) -> Section:
    """Read the fields of a section that are shown; return it with them."""
    questions = []
    if _fits(section.when, reading.answers, where):
        for question in section.fields:
            if _fits(question.when, reading.answers, where):
                questions.append(question)
                _field_into(reading, question, where)
    return replace(section, fields=tuple(questions))


def _field_into(reading: Reading, question: Field, where: Circumstances) -> None:
    key = question.key
    try:
        value, hint = read(question, reading.raw.get(key), where)
    except Obstacle as obstacle:
        reading.errors[key] = obstacle.code
        if suggestion := obstacle.facts.get("suggestion"):
            reading.suggestions[key] = str(suggestion)
        return
    if value not in ("", []):
        reading.answers[key] = value
    if hint:
        reading.hints[key] = hint


def _fits(when: When, answers: Answers, where: Circumstances) -> bool:
    return all(_fact(name, answers, where) in values for name, values in when)


def _fact(name: str, answers: Answers, where: Circumstances) -> object:
    return FACTS[name](answers, where) if name in FACTS else answers.get(name)


def _section(row: Mapping[str, object]) -> Section:
    rows = row["field"]
    assert isinstance(rows, list)
    return Section(str(row["key"]), tuple(map(_field, rows)), _when(row.get("when")))


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
