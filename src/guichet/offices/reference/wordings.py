"""Which words of an agency's own services and papers are missing in a language it offers."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from guichet.agency.faults import ERROR, WARNING, Fault
from guichet.agency.lines import line_at, lines_of
from guichet.kernel.content import layers
from guichet.kernel.content.texts import Texts
from guichet.offices.reference.content import Reference
from guichet.offices.reference.judging import keys_of_paper

PARTS = ("name", "summary", "who_must_come")


def missing_words(reference: Reference, languages: tuple[str, ...]) -> Iterator[Fault]:
    """Yield each sentence that a language has not and another has: people would read both."""
    keys = [f"{row.code}.{part}" for row in reference.services for part in PARTS]
    yield from _of_topic(reference.service_texts, keys, languages)
    yield from _without_summary(reference)
    yield from _of_topic(Texts(reference.content / "checklists"), _papers(reference), languages)


def _of_topic(texts: Texts, keys: list[str], languages: tuple[str, ...]) -> Iterator[Fault]:
    for language in languages:
        words, file = texts.words.get(language, {}), f"content/{texts.folder.name}/{language}.toml"
        lines = _lines(layers.at(texts.folder / f"{language}.toml"))
        for key in keys:
            if key not in words and key in texts:
                sentence = f"{key} has no words in {language}, which is offered."
                yield Fault(ERROR, language, file, line_at(lines, key), sentence)


def _without_summary(reference: Reference) -> Iterator[Fault]:
    for row in reference.services:
        if f"{row.code}.summary" not in reference.service_texts:
            sentence = f"no file of services/ has words for {row.code}.summary; pages say no more."
            yield Fault(WARNING, "", "content/services/services.toml", 0, sentence)


def _papers(reference: Reference) -> list[str]:
    path = layers.at(reference.content / "tables" / "checklists.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("row", [])
    return list(dict.fromkeys(key for row in rows for key in keys_of_paper(row)))


def _lines(path: Path) -> dict[str, int]:
    return lines_of(path.read_text(encoding="utf-8")) if path.is_file() else {}
