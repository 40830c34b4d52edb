"""What is wrong with the form of the agency that is served, told before anybody is asked."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.agency.faults import ERROR, WARNING, Fault, nearest
from guichet.agency.lines import lines_of
from guichet.agency.shipped import COMPLETE
from guichet.applications.form.fields import Form
from guichet.applications.form.help import Words
from guichet.applications.form.own import decided, left_over, shape
from guichet.applications.form.own.laying import ADDED, CHANGED, LEFT_OUT, LETTERS, sections_of
from guichet.applications.form.own.letters import (
    WRITTEN,
    lacking_in,
    languages_of_letters,
)
from guichet.eligibility.content import law
from guichet.eligibility.programme import NAME
from guichet.kernel.content import layers
from guichet.kernel.content.texts import Texts, words_in

FILE = "fields/fields.toml"
_FREE = ("option.", "field.")  # of which an agency may write words for questions of its own


def faults_of(folder: Path) -> Iterator[Fault]:
    """Yield what keeps the form of the agency that is served from being asked."""
    if not settings.AGENCY.has(NAME):
        return
    own = layers.own_of(settings.CONTENT_DIR / FILE)
    lines = Lines(own)
    faults = [
        Fault(ERROR, "", f"content/{FILE}", lines.of(path, word), sentence)
        for path, word, sentence in _of_structure(lines.content)
    ]
    if faults:
        yield from faults
        return
    try:
        rules = law()
    except (AttributeError, AssertionError, KeyError, TypeError, ValueError):
        return  # who judges the law says so
    form = Form(settings.CONTENT_DIR, rules)
    yield from _of_words(form, lines)
    yield from decided.faults_of_law(form, folder)


class Lines:
    """What an agency's file says, and on which line each part of it stands; perhaps there is none.

    A path is that of the file, as in `changed.gender.options`; a word stands below it.
    """

    def __init__(self, path: Path | None) -> None:
        text = path.read_text(encoding="utf-8") if path else ""
        self.content: Mapping[str, Any] = tomllib.loads(text)
        self._text = text.split("\n")
        self._lines = lines_of(text)

    def of(self, path: str, word: str) -> int:
        """Return the line of a word at or below a path, or else of the path."""
        while path and path not in self._lines:
            path = path.rpartition(".")[0]
        start = self._lines.get(path, 0)
        for number, line in enumerate(self._text[start - 1 :], start=start) if start else ():
            if word and f'"{word}"' in line:
                return number
        return start

    def of_question(self, key: str) -> str:
        """Return the path at which a question is said, if the agency says it."""
        rows = self.content.get(ADDED, [])
        for place, row in enumerate(rows):
            if row["key"] == key:
                return f"{ADDED}[{place}]"
        return f"{CHANGED}.{key}" if key in self.content.get(CHANGED, {}) else LEFT_OUT


def _of_structure(own: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    shipped = layers.read(settings.CONTENT_DIR / FILE)
    faults = list(shape.faults_in(own, shipped["section"]))
    yield from faults
    if not faults:
        sections = sections_of({**shipped, **own})
        yield from shape.faults_of_order(sections, lambda key: _said_at(own, key))


def _said_at(own: Mapping[str, Any], key: str) -> str:
    for place, row in enumerate(own.get(ADDED, [])):
        if row["key"] == key:
            return f"{ADDED}[{place}].when"
    return f"{CHANGED}.{key}.when" if "when" in own.get(CHANGED, {}).get(key, {}) else LEFT_OUT


def _of_words(form: Form, lines: Lines) -> Iterator[Fault]:
    """Yield which questions and answers have no words in a language that is offered."""
    words = Words(settings.CONTENT_DIR, form)
    keys = words.needed()
    for language in settings.AGENCY.languages:
        if language not in COMPLETE[NAME]:
            continue  # its pages are in English, and say so
        for key in sorted(keys - words.texts.words.get(language, {}).keys()):
            question = key.split(".")[1]
            line = lines.of(lines.of_question(question), key.split(".")[-1])
            sentence = f"content/fields/{language}.toml has no words for {key}."
            yield Fault(ERROR, language, f"content/{FILE}", line, sentence)
    yield from _of_letters(form, lines)
    yield from _unasked(words, keys)
    for path, fault in left_over.answers_spoken_of(lines.content):
        yield replace(fault, line=lines.of(path, ""))
    yield from left_over.courts_beside_an_appeal()


def _of_letters(form: Form, lines: Lines) -> Iterator[Fault]:
    field, letters = form.fields.get(LETTERS), lacking_in(settings.CONTENT_DIR)
    own = layers.own_of(settings.CONTENT_DIR / WRITTEN)
    drafts = {code for code in settings.AGENCY.languages if own and (own / f"{code}.toml").exists()}
    for language in sorted({*(field.options if field else ()), *drafts}):
        file = f"content/{WRITTEN}/{language}.toml"
        if language not in letters:
            line = lines.of(f"{CHANGED}.{LETTERS}.options", language)
            sentence = f"no letters are written in {language}: there is no {file}."
            yield Fault(ERROR, "", f"content/{FILE}", line, sentence)
        elif lacking := letters[language]:
            # What it lacks would be said in English, in the middle of a letter.
            sentence = f"letters lack words here, {lacking[0]} the first of {len(lacking)}."
            yield Fault(ERROR, language, file, 0, sentence)
    if not Texts(settings.CONTENT_DIR / WRITTEN).is_own(left_over.APPEAL):
        sentence = (
            "no words of yours say whether a refusal can be appealed, and the shipped ones do not:"
            f" say it as {left_over.APPEAL} here, and as result.refused.more in content/changes."
        )
        yield Fault(WARNING, "", f"content/{WRITTEN}", 0, sentence)
    if not {*settings.AGENCY.languages} & {*languages_of_letters(settings.CONTENT_DIR)}:
        sentence = (
            "in no language that is offered all letters are written: they go out in English."
            f" Write content/{WRITTEN}/{settings.AGENCY.first_language}.toml."
        )
        yield Fault(WARNING, "", f"content/{WRITTEN}", 0, sentence)


def _unasked(words: Words, keys: frozenset[str]) -> Iterator[Fault]:
    """Yield own words for what neither the form nor the shipped words know: slips of the pen."""
    folder = layers.own_of(words.texts.folder)
    shipped = words_in(words.texts.folder)["en"]
    for language, own in words_in(folder).items() if folder else ():
        file = f"{language}.toml"
        for key in sorted(own.keys() - keys - shipped.keys()):
            if key.startswith(_FREE):
                assert folder is not None
                text = (folder / file).read_text(encoding="utf-8")
                sentence = f"{key}: no question of the form asks for this.{nearest(key, keys)}"
                line = lines_of(text).get(key, 0)
                yield Fault(ERROR, language, f"content/fields/{file}", line, sentence)
