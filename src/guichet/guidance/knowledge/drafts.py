"""An article as its source makes it: what it says in each language, and where it leads."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from guichet.kernel.content.texts import Text
from guichet.web.languages import OFFERED

LEDE, PARAGRAPH, HEADING, ITEM = KINDS = ("lede", "paragraph", "heading", "item")
_STOPS = ".!?؟。！？"
_WIDE_STOPS = "。！？"
_SHORTENED = re.compile(r"(?:\w\.-?)+|EE\.|UU\.")  # U.S., É.-U., EE. UU.: no end of a sentence


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of an article; `kind` is one of KINDS."""

    kind: str
    text: Text


@dataclass(frozen=True, slots=True)
class Said:
    """What an article says in one language."""

    title: Text
    lines: tuple[Line, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """Return every text of it."""
        return (self.title, *(line.text for line in self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article to publish: its name, under which it has its address, and its words.

    `subject` is a group of scenarios; `action` is one of theirs and may name one of several links
    of it by `link`. `place` orders the articles of a subject.
    """

    article: str
    programme: str
    subject: str
    words: Mapping[str, Said]
    action: str = ""
    link: str = ""
    place: int = 0
    is_written: bool = False

    def as_kept(self) -> dict[str, dict[str, object]]:
        """Return its words as plain values of JSON, by language."""
        return {language: _kept(entry) for language, entry in sorted(self.words.items())}

    @property
    def digest(self) -> str:
        """Return what two drafts share only if they say the same in every language."""
        words = {language: said_of(words) for language, words in self.as_kept().items()}
        facts = [self.programme, self.subject, self.action, self.link, words]
        return sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def said_of(words: Mapping[str, object]) -> list[object]:
    """Return what kept words of a language say, without when and by whom it was written."""
    return [words["title"], words["lines"]]


def in_each(make: Callable[[str], Said]) -> dict[str, Said]:
    """Return what is said in each language that is offered and has every word of it."""
    every = {language: make(language) for language in OFFERED}
    return {
        language: entry
        for language, entry in every.items()
        if all(text.language == language for text in entry.texts)
    }


def with_text(text: Text, words: str) -> Text:
    """Return other words of the same language and standing."""
    return replace(text, text=words)


def sentences_of(text: Text) -> list[Text]:
    """Return the sentences of a text; a stop after a shortened word ends none."""
    return [with_text(text, sentence) for sentence in _cut(text.text)]


def lines_of(kind: str, texts: Iterable[Text | None]) -> Iterator[Line]:
    """Yield a line for each text that there is."""
    for text in texts:
        if text is not None and text.text:
            yield Line(kind, text)


def _cut(words: str) -> Iterator[str]:
    begin = 0
    for index, sign in enumerate(words):
        after = words[index + 1 : index + 2]
        if sign in _STOPS and (after in ("", " ") or sign in _WIDE_STOPS):
            if sign == "." and _SHORTENED.fullmatch(words[begin : index + 1].split(" ")[-1]):
                continue
            yield words[begin : index + 1].strip()
            begin = index + 1
    if rest := words[begin:].strip():
        yield rest


def _kept(entry: Said) -> dict[str, object]:
    marks = {
        "changed_on": max(text.changed_on for text in entry.texts),
        "stale": any(text.stale for text in entry.texts),
        "unread": any(text.unread for text in entry.texts),
    }
    return {
        "title": entry.title.text,
        "lines": [{"kind": line.kind, "text": line.text.text} for line in entry.lines],
        **{name: value for name, value in marks.items() if value},
    }
