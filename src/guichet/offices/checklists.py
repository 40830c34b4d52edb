"""What to bring to an appointment: a list that depends on a few answers, defined as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from guichet.kernel.content import layers, tables
from guichet.kernel.content.tables import TableRow
from guichet.kernel.content.texts import Text, Texts


@dataclass(frozen=True)
class ChecklistChoice:
    """One answer, as it is sent and as it is read."""

    value: str
    text: Text


@dataclass(frozen=True)
class ChecklistQuestion:
    """Something to ask so that the list fits; `many`: more than one answer may be right."""

    key: str
    ask: Text
    why: Text | None
    choices: tuple[ChecklistChoice, ...]
    many: bool = False


@dataclass(frozen=True)
class ChecklistLine:
    """What to bring, the examples under it, and the language of these words."""

    text: str
    detail: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class Shape:
    """A question without its words."""

    key: str
    choices: tuple[str, ...]
    usual: tuple[str, ...]
    many: bool
    services: tuple[str, ...]

    def concerns(self, service: str) -> bool:
        return not self.services or service in self.services


class Checklists:
    """The questions, rows and words of content/, read once."""

    def __init__(self, content: Path) -> None:
        path = content / "tables" / "checklists.toml"
        self.rows: tuple[TableRow, ...] = tables.load(path)
        self.texts = Texts(content / "checklists")
        questions = layers.toml(path)["question"]
        self.shapes = tuple(
            Shape(
                key=shape["key"],
                choices=tuple(shape["choices"]),
                usual=tuple(shape["usual"]),
                many=shape.get("many", False),
                services=tuple(shape.get("services", ())),
            )
            for shape in questions
        )

    def facts(self, service: str, answers: Mapping[str, Iterable[str]]) -> dict[str, object]:
        """Return what the rows look at; a question nobody answered counts as its usual answer."""
        return {"service": service} | {
            shape.key: list(answers.get(shape.key, shape.usual))
            for shape in self.shapes
            if shape.concerns(service)
        }


@cache
def loaded() -> Checklists:
    """Return the checklists of this site."""
    return Checklists(settings.CONTENT_DIR)


def questions(service: str, *, language: str) -> tuple[ChecklistQuestion, ...]:
    """Return what to ask before the list is shown, in the language where it has words."""
    texts = loaded().texts
    return tuple(
        ChecklistQuestion(
            key=shape.key,
            ask=texts.get(f"{shape.key}.ask", language),
            why=_if_written(texts, f"{shape.key}.why", language),
            choices=tuple(
                ChecklistChoice(value, texts.get(f"{shape.key}.{value}", language))
                for value in shape.choices
            ),
            many=shape.many,
        )
        for shape in loaded().shapes
        if shape.concerns(service)
    )


def read_answers(service: str, form: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return the answers that exist; whatever else was sent is left out.

    A question that was not sent is unanswered. One of several answers that was sent empty, as
    `{"uscis_letters": []}`, says that none is right.
    """
    answers = dict[str, list[str]]()
    for shape in loaded().shapes:
        if shape.concerns(service) and shape.key in form:
            values = set(form[shape.key])
            choices = [value for value in shape.choices if value in values]
            if choices or shape.many:
                answers[shape.key] = choices if shape.many else choices[:1]
    return answers


def checklist(
    service: str, answers: Mapping[str, Iterable[str]], *, language: str, on: date
) -> tuple[ChecklistLine, ...]:
    """Return every line that fits the service and the answers, by the rules in force that day."""
    choices = tuple((question, tuple(values)) for question, values in answers.items())
    return _checklist(loaded(), service, choices, language, on)


@lru_cache(maxsize=1024)  # most have answered nothing, and ask about the same few weeks
def _checklist(
    lists: Checklists,
    service: str,
    answers: tuple[tuple[str, tuple[str, ...]], ...],
    language: str,
    on: date,
) -> tuple[ChecklistLine, ...]:
    lines = dict[str, list[str]]()
    for row in tables.every(lists.rows, lists.facts(service, dict(answers)), on=on):
        line, _, example = row.then.partition(".")
        examples = lines.setdefault(line, [])
        if example:
            examples.append(row.then)
    return tuple(_line(lists.texts, line, examples, language) for line, examples in lines.items())


def _line(texts: Texts, line: str, examples: list[str], language: str) -> ChecklistLine:
    say = texts.get(f"{line}.say", language)
    return ChecklistLine(
        text=say.text,
        detail=tuple(texts.get(example, language).text for example in examples),
        language=say.language,
    )


def _if_written(texts: Texts, key: str, language: str) -> Text | None:
    return texts.get(key, language) if key in texts else None
