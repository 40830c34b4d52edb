"""Bring a catalogue up to date with the source, and fill it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from difflib import SequenceMatcher
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from guichet.kernel.content.placeholders import placeholders
from guichet.web.languages import ALL
from guichet.web.pages.catalogues import READ, WHOLE, is_read, path_of, read
from guichet.web.translation.collecting import Id, SourceSentence

_DAY_ONE = datetime(2026, 11, 22, tzinfo=UTC)  # A real date would change every file at every run.
_PLURALS = {"fil": "nplurals=2; plural=(n > 1);", "ht": "nplurals=2; plural=(n > 1);"}
_ALIKE = 0.6  # from here on a sentence that is gone is taken for the earlier form of a new one
_HEAD = """# Sentences of Guichet in {language}, made by a machine; where a person has read one, a
# comment says when and who. Fuzzy: the English has changed since; what stands here is still shown.
#"""


def wanted(language: str, source: Mapping[Id, SourceSentence]) -> dict[Id, SourceSentence]:
    """Return the sentences a language needs: all, or those that every programme shows."""
    if language in WHOLE:
        return dict(source)
    return {text: entry for text, entry in source.items() if entry.is_shared}


def updated(language: str, source: Mapping[Id, SourceSentence]) -> Catalog:
    """Return the catalogue with exactly the sentences of the source, translations kept.

    A sentence that is gone stays as an obsolete entry, and returns with its translation. A new one
    that is like one that is gone from the same file is that sentence, changed: it is shown with the
    translation of before, as fuzzy, until somebody translates it.
    """
    old, new = read(language), _empty(language)
    messages: dict[Id, Message] = {
        id_of(message): message for message in (*old.obsolete.values(), *old) if message.id
    }
    entries = wanted(language, source)
    orphans = [
        message for text, message in messages.items() if text not in entries and texts_of(message)
    ]
    for text, entry in entries.items():
        message_before = messages.get(text)
        if not message_before or not texts_of(message_before):
            message_before = _changed(text, entry, orphans) or Message(text)
        elif message_before.fuzzy and not _is_untouched(message_before, messages):
            settle(message_before)
        new.add(
            text,
            message_before.string,
            locations=[(file, 0) for file in entry.files],
            flags=["fuzzy"] if message_before.fuzzy else (),
            auto_comments=entry.comments,
            user_comments=_readings(message_before),
            previous_id=tuple(message_before.previous_id),
        )
    for message in orphans:
        message.user_comments = _readings(message)
        new.obsolete[id_of(message)] = message
    return new


def fill(catalogue: Catalog, translations: Mapping[Id, str | tuple[str, ...]]) -> list[Id]:
    """Put translations into a catalogue; return those it has no place for."""
    unknown = []
    for text, string in translations.items():
        message = catalogue.get(text if isinstance(text, str) else text[0])
        if message is None or message.id != text:
            unknown.append(text)
            continue
        message.string = string if isinstance(string, str) else list(string)
        settle(message)
    return unknown


def settle(message: Message) -> None:
    """Note that a translation is one of the English of now."""
    message.flags.discard("fuzzy")
    message.previous_id = []


def save(language: str, catalogue: Catalog) -> bool:
    """Write a catalogue where it belongs; tell whether the file changed."""
    text = BytesIO()
    options = {"include_lineno": False, "sort_by_file": True, "include_previous": True}
    write_po(text, catalogue, width=100, **options)
    path = path_of(language)
    if path.exists() and path.read_bytes() == text.getvalue():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue())
    return True


def id_of(message: Message) -> Id:
    """Return the English of an entry as the collector names it."""
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


def texts_of(message: Message) -> list[str]:
    """Return the forms of a translation that are filled in."""
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [text for text in strings if text]


def _changed(text: Id, entry: SourceSentence, orphans: Iterable[Message]) -> Message | None:
    """Return a sentence with the translation of its earlier form, or None if it had none."""
    alike = [
        (SequenceMatcher(None, _last(id_of(message)), _last(text)).ratio(), number, message)
        for number, message in enumerate(orphans)
        if isinstance(message.id, str) == isinstance(text, str)
        and {file for file, _ in message.locations} & set(entry.files)
        and placeholders(_last(id_of(message))) == placeholders(_last(text))
    ]
    likeness, _, before = max(alike, default=(0.0, 0, None))
    if before is None or likeness < _ALIKE:
        return None
    previous = tuple(before.previous_id) or before.id
    return Message(text, before.string, flags=["fuzzy"], previous_id=previous)


def _is_untouched(message: Message, messages: Mapping[Id, Message]) -> bool:
    """Tell whether a stale translation is still the one of the English of before."""
    texts = message.previous_id
    before = messages.get(texts[0] if len(texts) == 1 else tuple(texts))  # type: ignore[arg-type]
    return before is not None and before.string == message.string


def _last(text: Id) -> str:
    return text if isinstance(text, str) else text[1]


def _readings(message: Message) -> list[str]:
    """Return the comments on who has read an entry; none where it has changed since."""
    comments = [comment for comment in message.user_comments if comment.startswith(READ)]
    return comments if is_read(message) else []


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
