"""Bring a catalogue up to date with the source, fill it, and say what is wrong with it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from guichet.web.catalogues import MACHINE_MADE, SHARED_ONLY, WHOLE, path_of, read
from guichet.web.collecting import Found, Id
from guichet.web.languages import ALL

_DAY_ONE = datetime(2026, 11, 22, tzinfo=UTC)  # A real date would change every file at every run.
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"</?[a-z][^>]*>")
_PLURALS = {"fil": "nplurals=2; plural=(n > 1);", "ht": "nplurals=2; plural=(n > 1);"}
_HEAD = """# Sentences of Guichet in {language}.
# An entry with the comment "machine-made" has not yet been read by a speaker.
#"""
_INSTRUCTION = "Collect the sentences again: ./guichet collect-sentences"


def wanted(language: str, source: Mapping[Id, Found]) -> dict[Id, Found]:
    """Return the sentences a language needs: all, or those that every programme shows."""
    if language in WHOLE:
        return dict(source)
    return {text: found for text, found in source.items() if found.is_shared}


def updated(language: str, source: Mapping[Id, Found]) -> Catalog:
    """Return the catalogue with exactly the sentences of the source, translations kept.

    A sentence that is gone stays as an obsolete entry, and returns with its translation.
    """
    old, new = read(language), _empty(language)
    kept: dict[Id, Message] = {_id(one): one for one in (*old.obsolete.values(), *old) if one.id}
    needed = wanted(language, source)
    for text, found in needed.items():
        known = kept.pop(text, None)
        new.add(
            text,
            known.string if known else None,
            locations=[(file, 0) for file in found.files],
            auto_comments=found.comments,
            user_comments=known.user_comments if known else (),
        )
    for message in kept.values():
        if _texts(message):
            new.obsolete[_id(message)] = message
    return new


def fill(catalogue: Catalog, translations: Mapping[Id, str | tuple[str, ...]]) -> list[Id]:
    """Put translations into a catalogue, marked machine-made; return those it has no place for."""
    unknown = []
    for text, string in translations.items():
        message = catalogue.get(text if isinstance(text, str) else text[0])
        if message is None or message.id != text:
            unknown.append(text)
            continue
        message.string = string if isinstance(string, str) else list(string)
        others = [comment for comment in message.user_comments if comment != MACHINE_MADE]
        message.user_comments = [*others, MACHINE_MADE]
    return unknown


def save(language: str, catalogue: Catalog) -> bool:
    """Write a catalogue where it belongs; tell whether the file changed."""
    text = BytesIO()
    write_po(text, catalogue, width=100, include_lineno=False, sort_by_file=True)
    path = path_of(language)
    if path.exists() and path.read_bytes() == text.getvalue():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue())
    return True


def problems(source: Mapping[Id, Found]) -> Iterator[str]:
    """Yield one line for everything that is wrong with a catalogue."""
    for language in (*WHOLE, *SHARED_ONLY):
        catalogue = read(language)
        known = {_id(message): message for message in catalogue if message.id}
        needed = wanted(language, source)
        for text in needed:
            if text not in known:
                yield f"{language}: not collected: {_short(text)}. {_INSTRUCTION}"
            else:
                for problem in _wrong(known[text], forms=catalogue.num_plurals):
                    yield f"{language}: {problem}: {_short(text)}"
        for text in known.keys() - needed.keys():
            yield f"{language}: obsolete: {_short(text)}. {_INSTRUCTION}"


def _wrong(message: Message, *, forms: int) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    texts = _texts(message)
    if not texts:
        yield "missing"
        return
    if message.fuzzy:
        yield "marked fuzzy, so gettext leaves it out"
    if isinstance(message.id, tuple) and len(texts) != forms:
        yield f"{len(texts)} of {forms} plural forms"
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = {name for text in originals for name in _PLACEHOLDER.findall(text)}
    for text in texts:
        named = set(_PLACEHOLDER.findall(text))
        needed = allowed - ({"count"} if len(originals) > 1 else set())
        if named - allowed or needed - named:
            yield f"other placeholders than {sorted(allowed)}"
        if allowed and "%" in _PLACEHOLDER.sub("", text).replace("%%", ""):
            yield "a lone percent sign"
        if Counter(_TAG.findall(text)) != Counter(_TAG.findall(originals[-1])):
            yield "other markup than the English"


def _id(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


def _texts(message: Message) -> list[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [text for text in strings if text]


def _short(text: Id) -> str:
    first = text if isinstance(text, str) else text[0]
    return repr(first if len(first) <= 60 else first[:57] + "…")


def _empty(language: str) -> Catalog:
    names = ALL[language]
    catalogue = Catalog(
        locale=names.babel,
        header_comment=_HEAD.format(language=names.english_name),
        project="Guichet",
        version="1",
        msgid_bugs_address="none",
        last_translator="none",
        language_team=names.english_name,
        creation_date=_DAY_ONE,
        revision_date=_DAY_ONE,
        fuzzy=False,
    )
    if language in _PLURALS:
        catalogue.mime_headers = [("Plural-Forms", _PLURALS[language])]
    return catalogue
