"""Whether officers can explain a refusal with the provisions of the agency that is served."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.agency.faults import ERROR, WARNING, Fault, nearest
from guichet.agency.lines import line_at, lines_of
from guichet.agency.shipped import LANGUAGES
from guichet.applications.form.own.letters import languages_of_letters
from guichet.applications.reasons.provisions import KINDS, REFUSING, TABLE
from guichet.eligibility.programme import NAME
from guichet.kernel.content import layers

_FLAGS, _PHRASES = ("second_reader", "ended"), ("name", "link", "subject")
KEYS = ("code", "kind", *_PHRASES, *_FLAGS, "source", "confidence")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")

type Said = Iterator[tuple[str, str, str]]  # what is wrong: severity, the key, a sentence


def faults_of(folder: Path) -> Iterator[Fault]:
    """Yield what is wrong with the list of provisions, or that it is nobody's law yet."""
    if not settings.AGENCY.has(NAME):
        return
    path = settings.CONTENT_DIR / "tables" / "provisions.toml"
    own = layers.own_of(path)
    if own is None:
        sentence = "it is the shipped beginning and names no law; lay your own over it."
        yield Fault(
            WARNING, "", TABLE, 0, f"{sentence} Refusals then say which provision they use."
        )
        return
    lines = lines_of(own.read_text(encoding="utf-8"))
    for severity, key, sentence in _of_rows(layers.toml(path).get("provision")):
        yield Fault(severity, "", TABLE, line_at(lines, key), sentence)


def _of_rows(rows: object) -> Said:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield ERROR, "provision", "provision takes tables, [[provision]]."
        return
    codes = [row.get("code") for row in rows]
    for place, row in enumerate(rows):
        for severity, key, sentence in _of_row(row):
            yield severity, f"provision[{place}].{key}", f"[[provision]] {place + 1}: {sentence}"
        if row.get("code") in codes[:place]:
            sentence = f"[[provision]] {place + 1}: {row['code']} stands twice."
            yield ERROR, f"provision[{place}].code", sentence
    kinds = {row.get("kind") for row in rows if not row.get("ended")}
    if not kinds & set(REFUSING):
        yield ERROR, "provision", "no provision is for a refusal: officers could refuse nobody."


def _of_row(row: Mapping[str, Any]) -> Said:
    if not isinstance(row.get("code"), str) or not _CODE.fullmatch(row["code"]):
        sentence = "code takes small letters, digits and _, beginning with a letter, at most 40."
        yield ERROR, "code", sentence
    if row.get("kind") not in KINDS:
        guess = nearest(str(row.get("kind")), KINDS) or f" It takes {', '.join(KINDS)}."
        yield ERROR, "kind", f"kind is {row.get('kind')!r}.{guess}"
    for key in row.keys() - set(KEYS):
        yield ERROR, key, f"{key} is not a key; nobody reads it.{nearest(key, KEYS)}"
    for key in _FLAGS:
        if not isinstance(row.get(key, False), bool):
            yield ERROR, key, f"{key} takes true or false."
    for key in _PHRASES:
        yield from _of_phrase(key, row.get(key))


def _of_phrase(key: str, value: object) -> Said:
    """Yield what is wrong with words that may be one text, or one for each language."""
    if value is None:
        if key == "name":
            yield WARNING, key, "it has no name: people read the kind of reason alone."
        return
    texts: Mapping[str, Any] = value if isinstance(value, dict) else {"": value}
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts.values()):
        yield ERROR, key, f'{key} takes a text, or one for each language, as in {{ en = "…" }}.'
        return
    for language in texts.keys() - {"", *LANGUAGES}:
        yield ERROR, f"{key}.{language}", f"{key} has words in {language!r}, which is no language."
    if key == "link":
        for language, text in texts.items():
            if not text.startswith("https://") or " " in text:
                yield ERROR, f"{key}.{language}".rstrip("."), "link takes an address, https://…"
    elif "" not in texts:
        for language in languages_of_letters(settings.CONTENT_DIR):
            if language not in texts:
                yield WARNING, key, f"name has no words in {language}, in which letters are."
