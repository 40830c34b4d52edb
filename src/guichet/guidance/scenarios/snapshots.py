"""A draft as it is kept: the tree and every sentence with its hash, as plain values of JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from guichet.guidance.scenarios import tree as trees
from guichet.guidance.scenarios.drafts import Draft
from guichet.guidance.scenarios.tree import Tree
from guichet.kernel.content.reviews import mark
from guichet.kernel.content.texts import Text, Texts

DAYS = ("from", "until")
type Sentences = dict[str, dict[str, dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is kept of a draft. Two with one digest say the same to everybody."""

    scenario: str
    tree: str  # JSON, in the order of the file
    words: Sentences
    staff_words: Sentences
    digest: str


def of(draft: Draft) -> Snapshot:
    """Return a draft as it reads now; raise BadTreeError where its tree is none."""
    assert draft.tree  # or its faults are raised
    tree = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in draft.content.items()
    }
    words, staff_words = _sentences(draft.words), _sentences(draft.staff_words)
    shape = json.dumps(tree, ensure_ascii=False)
    content = shape + json.dumps([words, staff_words], sort_keys=True, ensure_ascii=False)
    return Snapshot(draft.name, shape, words, staff_words, sha256(content.encode()).hexdigest())


def tree_of(scenario: str, shape: str) -> Tree:
    """Return the tree of what was kept."""
    content: dict[str, Any] = json.loads(shape)
    days = {key: date.fromisoformat(content[key]) for key in DAYS if key in content}
    return trees.read(scenario, {**content, **days})


def texts_of(sentences: Sentences) -> dict[str, dict[str, Text]]:
    """Return kept sentences as they are said, by language and key."""
    return {
        language: {
            key: Text(
                str(entry["text"]),
                language,
                stale=bool(entry.get("stale")),
                unread=bool(entry.get("unread")),
                changed_on=str(entry.get("changed_on", "")),
            )
            for key, entry in words.items()
        }
        for language, words in sentences.items()
    }


def _sentences(texts: Texts) -> Sentences:
    words = texts.words
    return {language: dict(sorted(_in(texts, language, words[language]))) for language in words}


def _in(
    texts: Texts, language: str, words: Mapping[str, str]
) -> list[tuple[str, dict[str, object]]]:
    entries = []
    for key, source in words.items():
        text = texts.get(key, language)
        if text.language == language:  # else only the English fits
            entry: dict[str, object] = {"text": text.text, "hash": mark(source)}
            marks = {name: getattr(text, name) for name in ("stale", "unread", "changed_on")}
            entry |= {name: value for name, value in marks.items() if value}
            entries.append((key, entry))
    return entries
