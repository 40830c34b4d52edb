"""Carry both stores of sentences to a translator and back, as one bilingual PO file a language.

Each entry has the name of the sentence as its context, what its writer tells translators, and its
state: fuzzy where no person has read it or its English has changed. Taking the mark "fuzzy" away
says that the translation was read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from guichet.kernel.content.placeholders import unlike
from guichet.kernel.content.texts import ENGLISH, topics
from guichet.kernel.content.wording import reword
from guichet.web.languages import ALL
from guichet.web.pages import catalogues
from guichet.web.translation import reading
from guichet.web.translation.checking import room_of
from guichet.web.translation.reading import name_of
from guichet.web.translation.room import of_content
from guichet.web.translation.translating import fill, id_of, save, texts_of

type Forms = str | tuple[str, ...]


@dataclass
class ExchangeReport:
    """What became of a file: sentences that are new, that were read, and why some were refused."""

    changed: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def exported(content: Path, language: str) -> bytes:
    """Return every sentence of a language beside its English, as a PO file."""
    own = catalogues.read(language)
    file = Catalog(locale=ALL[language].babel, project="Guichet", fuzzy=False)
    file.mime_headers = [("Plural-Forms", own.plural_forms)]
    for message in (*_of_catalogue(own), *_of_content(content, language)):
        file[message.id] = message
    text = BytesIO()
    write_po(text, file, width=0, include_lineno=False, include_previous=True)
    return text.getvalue()


def take(content: Path, file: bytes, *, by: str, on: date) -> tuple[str, ExchangeReport]:
    """Put the translations of a file where they belong; return its language and what became of it.

    Only what names a sentence of today, and fits it, is taken; the rest is told line by line. What
    is not fuzzy any more was read by `by`.
    """
    imported = read_po(BytesIO(file), abort_invalid=True)
    language = next(code for code, entry in ALL.items() if entry.babel == str(imported.locale))
    today = read_po(BytesIO(exported(content, language)), abort_invalid=True)
    current = {message.context: message for message in today if message.id}
    report, words = ExchangeReport(), dict[str, Forms]()
    for message in imported:
        if not message.id or not texts_of(message):
            continue
        name, reasons = str(message.context), list(_faults(message, current.get(message.context)))
        report.faults += [f"{name}: {reason}" for reason in reasons]
        if reasons:
            continue
        if message.string != current[name].string:
            words[name] = _forms(message)
            report.changed.append(name)
        if not message.fuzzy and (current[name].fuzzy or name in words):
            report.readings.append(name)
    _write(content, language, words)
    for name in report.readings:
        reading.note(content, language, name, by=by, on=on)
    return language, report


def _faults(message: Message, current: Message | None) -> Iterator[str]:
    if current is None:
        yield "there is no such sentence any more"
    elif current.id != message.id:
        yield "the English has changed since the file was made"
    else:
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        forms = texts_of(message)
        if not isinstance(message.string, str) and len(forms) != len(message.string or ()):
            yield f"{len(forms)} of {len(message.string or ())} plural forms"
        yield from unlike(originals, forms)
        if room := room_of(current):
            yield from room.longer(forms)


def _write(content: Path, language: str, words: Mapping[str, Forms]) -> None:
    catalogue = catalogues.read(language)
    names = {name_of(message): id_of(message) for message in catalogue if message.id}
    pages = {names[name]: words[name] for name in words if name in names}
    if pages:
        fill(catalogue, pages)
        save(language, catalogue)
    for topic, texts in topics(content).items():
        own = {
            name.removeprefix(f"{topic}:"): str(words[name])
            for name in words
            if name.startswith(f"{topic}:")
        }
        if own:
            reword(texts.folder / f"{language}.toml", own)
            type(texts)(texts.folder, shipped_only=True).note()


def _of_catalogue(own: Catalog) -> Iterator[Message]:
    for message in own:
        if message.id:
            unread = message.fuzzy or not catalogues.is_read(message)
            yield Message(
                message.id,
                message.string,
                locations=message.locations,
                flags=["fuzzy"] if unread else (),
                auto_comments=[*_comments(message), _state(message.fuzzy, unread)],
                user_comments=message.user_comments,
                previous_id=tuple(message.previous_id),
                context=name_of(message),
            )


def _of_content(content: Path, language: str) -> Iterator[Message]:
    for topic, texts in topics(content).items():
        for key, words in texts.words.get(language, {}).items():
            if key in texts:
                stands = texts.standing_of(key, language)
                yield Message(
                    texts.words[ENGLISH][key],
                    words,
                    locations=[(f"content/{topic}/{ENGLISH}.toml", 0)],
                    flags=["fuzzy"] if stands.unread or stands.stale else (),
                    auto_comments=[
                        *([str(room)] if (room := of_content(topic, key)) else []),
                        _state(stands.stale, stands.unread),
                    ],
                    context=f"{topic}:{key}",
                )


def _comments(message: Message) -> list[str]:
    """Return what the writer tells translators, and the room where only the list knows it."""
    room, comments = room_of(message), list(message.auto_comments)
    return (
        comments
        if room is None or any("signs at most" in comment for comment in comments)
        else [
            *comments,
            str(room),
        ]
    )


def _state(stale: bool, unread: bool) -> str:
    if stale:
        return "State: the English has changed since this was translated."
    return "State: no person has read this translation." if unread else "State: read by a person."


def _forms(message: Message) -> Forms:
    return message.string if isinstance(message.string, str) else tuple(message.string or ())
