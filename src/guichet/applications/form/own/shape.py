"""Whether what an agency says of the form can be asked at all: names, kinds and their places."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from guichet.agency.faults import nearest
from guichet.applications.form.circumstances import FACTS
from guichet.applications.form.own.laying import ACCENTS, ADDED, AFTER, CHANGED, LEFT_OUT, Rows
from guichet.applications.form.readers import KINDS
from guichet.applications.form.shapes import SHAPES, is_latin
from guichet.passports.drawing import ZONES

# What decisions, look-ups and letters rest on: it is asked of everybody, as it is shipped.
NEEDED = frozenset(
    "on_behalf for_minor document_type issuer nationality passport_number surname given_names"
    " birth_date gender issue_date expiry_date email agree truth signature".split()
)
_OF_ALL = {"most": int, "example": str, "options": list, "refused": list}
_OF_A_CHANGE = {**_OF_ALL, "required": bool, "like": str, "when": dict}
_OF_A_QUESTION = {
    **_OF_A_CHANGE,
    **dict.fromkeys(("key", "type", AFTER, "once", "zone", "source", "confidence"), str),
    "repeated": bool,
}
_REQUIRED = ("key", "type", AFTER)
_CHOSEN = ("choice", "province")
_NAMES: Mapping[type, str] = {
    int: "a number",
    str: "a text",
    list: "a list of texts",
    bool: "true or false",
    dict: 'a table, as in { on_behalf = ["yes"] }',
}
# A dotted path in the file, a word that stands on the line meant, and the sentence.
Faults = Iterator[tuple[str, str, str]]


def faults_in(own: Mapping[str, Any], shipped: Rows) -> Faults:
    """Yield what is wrong with an agency's file beside the shipped questions."""
    keys = [row["key"] for section in shipped for row in section["field"]]
    for key in own:
        if key not in (LEFT_OUT, CHANGED, ADDED, ACCENTS):
            guess = nearest(key, (LEFT_OUT, CHANGED, ADDED, ACCENTS))
            takes = f"an agency's form takes {LEFT_OUT}, {CHANGED}, {ADDED} and {ACCENTS}."
            yield key, "", f"{key} is not a key here; {takes}{guess}"
    yield from _left_out(own.get(LEFT_OUT, []), keys)
    yield from _changed(own.get(CHANGED, {}), keys)
    yield from _added(own.get(ADDED, []), keys)
    letters = own.get(ACCENTS, "é")
    if not isinstance(letters, str) or not letters or not all(map(is_latin, letters)):
        sentence = "takes the small letters that names may have besides a to z, as in"
        yield ACCENTS, "", f'{ACCENTS} {sentence} "áéíñóúü"; left out: all letters of passports.'


def _left_out(words: object, keys: Collection[str]) -> Faults:
    if not _fits(words, list):
        yield LEFT_OUT, "", f"{LEFT_OUT} takes {_NAMES[list]}."
        return
    assert isinstance(words, list)
    for word in words:
        if word not in keys:
            sentence = f"{word} is no question of the form; nothing is left out."
            yield LEFT_OUT, word, f"{sentence}{nearest(word, keys)}"
        elif word in NEEDED:
            yield LEFT_OUT, word, f"{word} cannot be left out: decisions and letters rest on it."


def _changed(changes: object, keys: Collection[str]) -> Faults:
    if not isinstance(changes, Mapping):
        yield CHANGED, "", f"{CHANGED} takes tables, [{CHANGED}.<question>]."
        return
    for key, parts in changes.items():
        path = f"{CHANGED}.{key}"
        if key not in keys:
            yield path, "", f"{key} is no question of the form.{nearest(key, keys)}"
        elif not isinstance(parts, Mapping):
            yield path, "", f"{path} takes a table, [{path}]."
        else:
            allowed = _OF_ALL if key in NEEDED else _OF_A_CHANGE
            yield from _parts(parts, path, allowed)


def _added(rows: object, keys: list[str]) -> Faults:
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        yield ADDED, "", f"{ADDED} takes tables, [[{ADDED}]]."
        return
    places = list(keys)
    for place, row in enumerate(rows):
        path = f"{ADDED}[{place}]"
        if missing := [key for key in _REQUIRED if not isinstance(row.get(key), str)]:
            yield path, "", f"{', '.join(missing)} is missing in [[{ADDED}]] {place + 1}."
            continue
        if row["key"] in places:
            yield f"{path}.key", "", f"{row['key']} is a question of the form already."
        if row[AFTER] not in places:
            guess = nearest(row[AFTER], places)
            yield f"{path}.{AFTER}", "", f"{row[AFTER]} is no question to stand after.{guess}"
        if row["type"] not in KINDS:
            sentence = f"{row['type']} is no type; it takes {', '.join(sorted(KINDS))}."
            yield f"{path}.type", "", sentence
        if row["type"] in _CHOSEN and not row.get("options"):
            yield path, "", f"{row['key']} has no options to choose from."
        yield from _parts(row, path, _OF_A_QUESTION)
        places.append(row["key"])


def _parts(parts: Mapping[str, Any], path: str, allowed: Mapping[str, type]) -> Faults:
    for name, value in parts.items():
        if name not in allowed:
            sentence = f"{name} is not said of this question; it takes {', '.join(allowed)}."
            yield f"{path}.{name}", "", sentence
        elif not _fits(value, allowed[name]):
            yield f"{path}.{name}", "", f"{name} takes {_NAMES[allowed[name]]}."
    for name, choices in (("like", SHAPES), ("zone", ZONES)):
        value = parts.get(name, "")
        if isinstance(value, str) and value and value not in choices:
            yield f"{path}.{name}", "", f"{name} is {value}; it takes {', '.join(choices)}."


def _fits(value: object, kind: type) -> bool:
    if kind is dict:
        is_table = isinstance(value, Mapping)
        return is_table and all(_fits(values, list) for values in value.values())  # type: ignore[attr-defined]
    if kind is list:
        return isinstance(value, list) and all(isinstance(word, str) for word in value)
    return isinstance(value, kind) and isinstance(value, bool) == (kind is bool)


def faults_of_order(sections: Rows, owners: Callable[[str], str]) -> Faults:
    """Yield which questions hang on one that is not asked before; `owners`: where each is said."""
    keys: list[str] = []
    for section in sections:
        yield from _hanging(section, keys, owners)
        for row in section["field"]:
            yield from _hanging(row, keys, owners)
            keys.append(row["key"])


def _hanging(row: Mapping[str, Any], keys: Collection[str], owners: Callable[[str], str]) -> Faults:
    for name in row.get("when", {}):
        if name not in keys and name not in FACTS:
            sentence = f"{row['key']} is shown by an answer to {name}, which is not asked before"
            yield owners(row["key"]), name, f"{sentence} it. Leave both out, or change its `when`."
