"""What is wrong with the sentences of both stores, and what is only behind the English."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Message

from guichet.kernel.content.placeholders import unlike
from guichet.kernel.content.texts import ENGLISH, Texts, topics
from guichet.web.pages.catalogues import SHARED_ONLY, WHOLE, is_read, read
from guichet.web.translation import dating
from guichet.web.translation.collecting import Id, SourceSentence
from guichet.web.translation.reading import name_of
from guichet.web.translation.room import SentenceRoom, of_content, of_page
from guichet.web.translation.translating import id_of, texts_of, wanted

_INSTRUCTION = "Collect the sentences again: ./guichet collect-sentences"


def problems(source: Mapping[Id, SourceSentence]) -> Iterator[str]:
    """Yield one line for everything that is wrong with a catalogue."""
    for language in (*WHOLE, *SHARED_ONLY):
        catalogue = read(language)
        messages = {id_of(message): message for message in catalogue if message.id}
        wanted_ids = wanted(language, source)
        for text in wanted_ids:
            if text not in messages:
                yield f"{language}: not collected: {short(text)}. {_INSTRUCTION}"
            else:
                for problem in _wrong(messages[text], forms=catalogue.num_plurals):
                    yield f"{language}: {problem}: {short(text)}"
        for text in messages.keys() - wanted_ids.keys():
            yield f"{language}: obsolete: {short(text)}. {_INSTRUCTION}"


def problems_of_content(content: Path) -> Iterator[str]:
    """Yield one line for everything that is wrong with the words of content/."""
    for name, texts in topics(content).items():
        for language, key in texts.missing():
            yield f"{language}: missing: {name}:{key}"
        for language, key in texts.unknown():
            yield f"{language}: English has no such key: {name}:{key}"
        for language, key in _fresh(texts):
            english, translation = texts.words[ENGLISH][key], texts.words[language][key]
            room = of_content(name, key)
            for problem in (
                *unlike([english], [translation]),
                *(room.longer([translation]) if room else ()),
            ):
                yield f"{language}: {problem}: {name}:{key}"


def undated(source: Iterable[Id], content: Path) -> Iterator[str]:
    """Yield one line for each sentence of both stores that was changed without a day."""
    for language, english in dating.undated(source):
        yield f"{language}: changed, and not collected: {short(english)}. {_INSTRUCTION}"
    for name, texts in topics(content).items():
        for language, key in texts.undated():
            yield f"{language}: changed, and not collected: {name}:{key}. {_INSTRUCTION}"


def stale_sentences() -> Iterator[str]:
    """Yield one line for each sentence of a catalogue whose English has changed since."""
    for language in (*WHOLE, *SHARED_ONLY):
        for message in read(language):
            if message.fuzzy and message.id:
                name = f"{name_of(message)} {short(id_of(message))}"
                yield f"{language}: the English has changed: {name}"


def stale_content(content: Path) -> Iterator[str]:
    """Yield one line for each sentence of content/ whose English has changed since."""
    for name, texts in topics(content).items():
        for language, key in texts.stale():
            yield f"{language}: the English has changed: {name}:{key}"


def unread_counts(content: Path) -> dict[str, int]:
    """Return how many sentences no person has read yet, by language."""
    counts = {
        language: sum(1 for message in read(language) if message.id and not is_read(message))
        for language in (*WHOLE, *SHARED_ONLY)
    }
    for texts in topics(content).values():
        for language, _ in texts.unread():
            counts[language] = counts.get(language, 0) + 1
    return counts


def short(text: Id) -> str:
    """Return the English of an entry as one quoted line of sixty characters at most."""
    first = text if isinstance(text, str) else text[0]
    return repr(first if len(first) <= 60 else first[:57] + "…")


def _fresh(texts: Texts) -> Iterator[tuple[str, str]]:
    stale, unknown = set(texts.stale()), set(texts.unknown())
    for language in sorted(texts.languages() - {ENGLISH}):
        for key in texts.words[language]:
            if (language, key) not in stale | unknown:
                yield language, key


def _wrong(message: Message, *, forms: int) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    texts = texts_of(message)
    if not texts:
        yield "missing"
        return
    if isinstance(message.id, tuple) and len(texts) != forms:
        yield f"{len(texts)} of {forms} plural forms"
    yield from unlike([message.id] if isinstance(message.id, str) else list(message.id), texts)
    if room := room_of(message):
        yield from room.longer(texts)


def room_of(message: Message) -> SentenceRoom | None:
    """Return the room of an entry of a catalogue; None where it may be of any length."""
    text = id_of(message)
    return of_page(text if isinstance(text, str) else text[1], message.auto_comments)
