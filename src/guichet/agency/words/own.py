"""An agency's own words: that they fit what they lie over, and what has changed below them.

`AGENCY_DIR/content/` lies over `content/`, `AGENCY_DIR/locale/<language>/django.po` over the
catalogue. From which English each was written stands in `AGENCY_DIR/seen.csv`, so that an upgrade
can tell which of them may be out of date; `./guichet check-agency --seen` brings it up to date.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from guichet.agency.faults import ERROR, WARNING, Fault, errors, nearest
from guichet.agency.files import entries_in, folders_in, slips_of_the_pen, text_in
from guichet.agency.lines import fault_of_toml, line_at, lines_of
from guichet.agency.shipped import CONTENT, LANGUAGES
from guichet.agency.words import verdicts
from guichet.agency.words.catalogues import faults_of_catalogues
from guichet.agency.words.lacking import lacking
from guichet.agency.words.lists import faults_of_list
from guichet.agency.words.seen import FILE as SEEN
from guichet.agency.words.seen import Place, faults_of_seen, read_seen
from guichet.kernel.content.placeholders import OF_THE_AGENCY, placeholders, unlike
from guichet.kernel.content.texts import ENGLISH, wordless, words_of

OWN_CONTENT = "content"
# Topics of lists that are an agency's own: it may say what no shipped file says.
OPEN: Mapping[str, tuple[str, ...]] = {  # by the beginnings of the keys
    "access": ("",),
    "checklists": ("",),
    "services": ("",),
    "eta": ("held.", "rare.", "row."),
    "fields": ("field.", "option."),
}
# Folders of documents that an agency alone has; whoever shows them reads them.
DOCUMENTS = {"instructions"}


@dataclass(frozen=True)
class _OwnFile:
    """A file of an agency's own words, and the shipped English that they lie over."""

    path: Path
    topic: Path  # the folder of the shipped words
    words: Mapping[str, str]
    english: Mapping[str, str]

    @property
    def language(self) -> str:
        return self.path.stem

    def place(self, key: str) -> Place:
        """Return where a sentence of the file stands."""
        return Place(self._name_of_topic, self.language, key)

    @cached_property
    def _name_of_topic(self) -> str:
        return self.topic.relative_to(CONTENT).as_posix()

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """The line of each sentence; asked only where there is a fault to tell."""
        return lines_of(self.path.read_text(encoding="utf-8"))


def faults_of_words(
    folder: Path, languages: tuple[str, ...], *, verdicts_in: Path | None = None
) -> list[Fault]:
    """Return everything that is wrong with the words of a folder, or may be out of date.

    Every process asks at its start, so each file is read once. Where verdicts are kept, words that
    have passed are not judged again, and nothing is told that is no error.
    """
    if verdicts_in is None:
        return _judged(folder, languages)
    mark = verdicts.mark_of(folder, languages)
    if verdicts.are_in_order(verdicts_in, mark):
        return []
    wrong = errors(_judged(folder, languages))
    if not wrong:
        verdicts.keep(verdicts_in, mark)
    return wrong


def _judged(folder: Path, languages: tuple[str, ...]) -> list[Fault]:
    faults = folders_in(folder, (OWN_CONTENT, "locale"))
    faults += slips_of_the_pen(folder)
    paths, unread = _files(folder)
    faults += [*unread, *(fault for path in paths for fault in _of_file(folder, path))]
    if not errors(faults):  # what cannot be read cannot be compared either
        faults += _of_files(folder, languages)
    return [*faults, *faults_of_seen(folder), *faults_of_catalogues(folder, languages)]


def _of_files(folder: Path, languages: tuple[str, ...]) -> Iterator[Fault]:
    """Yield what is to be told of words that can be read."""
    files = _own_files(folder)
    notes = {} if (is_unread := bool(faults_of_seen(folder))) else read_seen(folder)
    for file in files:
        yield from _of_words(folder, file, notes)
    if not is_unread:
        yield from _outdated(folder, files, notes)
    topics: dict[Path, dict[str, Mapping[str, str]]] = {}
    for file in files:
        topics.setdefault(file.topic, {})[file.language] = {
            key: words
            for key, words in file.words.items()
            if key in file.english or _is_open(file.topic.name, key)  # the rest is told already
        }
    yield from lacking(topics, {file.topic: file.english for file in files}, languages)


def _own_files(folder: Path) -> list[_OwnFile]:
    topics = {path: topic for path in _files(folder)[0] if (topic := _topic_of(folder, path))}
    english = {topic: words_of(topic / f"{ENGLISH}.toml") for topic in {*topics.values()}}
    return [_OwnFile(path, topic, words_of(path), english[topic]) for path, topic in topics.items()]


def _files(folder: Path) -> tuple[list[Path], list[Fault]]:
    """Return all that lies in the folder of content, and what of it cannot be looked into."""
    return entries_in(folder, OWN_CONTENT)


def _of_file(folder: Path, path: Path) -> Iterator[Fault]:
    """Yield why a file lies over nothing, or cannot be read."""
    file = path.relative_to(folder).as_posix()
    shipped = CONTENT / path.relative_to(folder / OWN_CONTENT)
    if path.is_dir() and not (shipped.is_file() or path.suffix in {".toml", ".csv"}):
        return  # of a folder the files are looked at
    if shipped.is_dir():
        sentence = f"a folder belongs here, as {CONTENT.name}/ has it; this is a file."
        yield Fault(ERROR, "", file, 0, sentence)
        return
    if shipped.parent.parent.name in DOCUMENTS and path.suffix == ".toml":
        yield from _of_text(path, file, is_words=path.stem in LANGUAGES)
        return
    if not shipped.exists() and _topic_of(folder, path) is None:
        names = [other.name for other in shipped.parent.glob("*.*")]
        folders = [f"{other.name}/" for other in CONTENT.iterdir() if not shipped.parent.is_dir()]
        guess = nearest(shipped.name, names) or nearest(f"{shipped.parent.name}/", folders)
        guess = guess or " Take it out."
        yield Fault(ERROR, "", file, 0, f"there is no such file in content/ to lie over.{guess}")
        return
    if shipped.suffix == ".csv":
        yield from faults_of_list(path, shipped, file)
        return  # what a list says is judged by whoever reads it
    if shipped.suffix != ".toml" and path.is_file():
        return
    yield from _of_text(path, file, is_words=_topic_of(folder, path) is not None)


def _of_text(path: Path, file: str, *, is_words: bool) -> Iterator[Fault]:
    """Yield why a file is no TOML, or of words that are none."""
    text, fault = text_in(path, file)
    if fault:
        yield fault
        return
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield Fault(ERROR, "", file, *fault_of_toml(error, text))
        return
    for key in wordless(content) if is_words else ():
        sentence = f'{key} takes words in quotation marks, as in "What to do".'
        yield Fault(ERROR, path.stem, file, line_at(lines_of(text), key), sentence)


def _topic_of(folder: Path, path: Path) -> Path | None:
    """Return the folder of the shipped words that a file lies over, or None for other files."""
    topic = (CONTENT / path.relative_to(folder / OWN_CONTENT)).parent
    is_words = path.suffix == ".toml" and path.stem in LANGUAGES
    return topic if is_words and (topic / f"{ENGLISH}.toml").exists() else None


def _of_words(folder: Path, file: _OwnFile, notes: Mapping[Place, str]) -> Iterator[Fault]:
    name = file.path.relative_to(folder).as_posix()
    for key, words in file.words.items():
        if key in file.english:
            for problem in unlike([file.english[key]], [words]):
                sentence = f"{key} has {problem}. English has: {file.english[key]!r}"
                yield Fault(ERROR, file.language, name, file.lines.get(key, 0), sentence)
        elif not _is_open(file.topic.name, key):
            sentence = _gone(file.place(key), file.english, notes)
            yield Fault(ERROR, file.language, name, file.lines.get(key, 0), sentence)
        elif unfilled := sorted(placeholders(words) - OF_THE_AGENCY):
            sentence = f"{key} has %({unfilled[0]})s, which nobody fills in here."
            yield Fault(ERROR, file.language, name, file.lines.get(key, 0), sentence)


def _gone(place: Place, english: Mapping[str, str], notes: Mapping[Place, str]) -> str:
    """Return what to do with a sentence whose key is no key of the shipped words, or none now."""
    where, earlier = f"content/{place.topic}/", notes.get(place)
    if earlier is None:
        return f"{place.key} is no key of {where}.{nearest(place.key, english) or ' Take it out.'}"
    heirs = [key for key, words in english.items() if words == earlier]
    if heirs:
        return f"{place.key} is no longer a key of {where}: its English is {heirs[0]} now."
    return f"{place.key} is no longer a key of {where}: no page says {earlier!r}. Take it out."


def _is_open(topic: str, key: str) -> bool:
    return topic in OPEN and key.startswith(OPEN[topic])


def own_sentences(folder: Path) -> dict[Place, str]:
    """Return the shipped English below each sentence of content/ the agency says differently."""
    return _sentences(_own_files(folder))


def _sentences(files: Iterable[_OwnFile]) -> dict[Place, str]:
    return {
        file.place(key): file.english[key]
        for file in files
        for key in file.words
        if key in file.english
    }


def _outdated(
    folder: Path, files: Iterable[_OwnFile], notes: Mapping[Place, str]
) -> Iterator[Fault]:
    by_path = {file.path: file for file in files}
    fresh: dict[str, list[Place]] = {}
    for place, english in _sentences(by_path.values()).items():
        if place not in notes:
            fresh.setdefault(place.language, []).append(place)
        elif notes[place] != english:
            name = _name_of(place)
            line = by_path[folder / name].lines.get(place.key, 0)
            sentence = (
                f"{place.key} may be out of date: the shipped English was {notes[place]!r} and is"
                f" {english!r}. Read yours again, then check-agency --seen."
            )
            yield Fault(WARNING, place.language, name, line, sentence)
    for language, places in fresh.items():
        sentence = (
            f"of your sentences {len(places)} are not noted in seen.csv yet, {places[0].key} of"
            f" {_name_of(places[0])} the first: say check-agency --seen."
        )
        yield Fault(WARNING, language, SEEN, 0, sentence, is_review=True)


def _name_of(place: Place) -> str:
    return f"{OWN_CONTENT}/{place.topic}/{place.language}.toml"
