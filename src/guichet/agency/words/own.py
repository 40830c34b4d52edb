"""An agency's own words: that they fit what they lie over, and what has changed below them.

`AGENCY_DIR/content/` lies over `content/`, `AGENCY_DIR/locale/<language>/django.po` over the
catalogue. From which English each was written stands in `AGENCY_DIR/seen.csv`, so that an upgrade
can tell which of them may be out of date; `./guichet check-agency --seen` brings it up to date.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from guichet.agency.faults import ERROR, WARNING, Fault, nearest
from guichet.agency.files import folders_in, text_in
from guichet.agency.lines import line_of_error, lines_of
from guichet.agency.shipped import CONTENT, LANGUAGES
from guichet.agency.words.catalogues import faults_of_catalogues
from guichet.agency.words.seen import Place, faults_of_seen, read_seen
from guichet.kernel.content.placeholders import unlike
from guichet.kernel.content.texts import ENGLISH, words_in

OWN_CONTENT = "content"
# Topics of lists that are an agency's own: it may say what no shipped file says.
OPEN: Mapping[str, tuple[str, ...]] = {  # by the beginnings of the keys
    "access": ("",),
    "checklists": ("",),
    "services": ("",),
    "eta": ("held.", "rare.", "row."),
    "fields": ("field.", "option."),
}


def faults_of_words(folder: Path, languages: tuple[str, ...]) -> list[Fault]:
    """Return everything that is wrong with the words of a folder, or may be out of date."""
    faults = folders_in(folder, (OWN_CONTENT, "locale"))
    faults += [fault for path in _files(folder) for fault in _of_file(folder, path)]
    faults += faults_of_seen(folder)
    if not faults:  # what cannot be read cannot be compared either
        faults += [fault for path in _files(folder) for fault in _of_words(folder, path)]
    if any(fault.severity == ERROR for fault in faults):
        return faults
    return [*faults, *faults_of_catalogues(folder, languages), *_outdated(folder)]


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in (folder / OWN_CONTENT).rglob("*")
        if not path.is_dir() or path.suffix in {".toml", ".csv"}
    )


def _of_file(folder: Path, path: Path) -> Iterator[Fault]:
    """Yield why a file lies over nothing, or cannot be read."""
    file = path.relative_to(folder).as_posix()
    shipped = CONTENT / path.relative_to(folder / OWN_CONTENT)
    if not shipped.exists() and _topic_of(folder, path) is None:
        names = [other.name for other in shipped.parent.glob("*.*")]
        guess = nearest(shipped.name, names) or " Take it out."
        yield Fault(ERROR, "", file, 0, f"there is no such file in content/ to lie over.{guess}")
        return
    if shipped.suffix != ".toml" and path.is_file():
        return  # lists are judged by whoever reads them
    text, fault = text_in(path, file)
    if fault:
        yield fault
        return
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = line_of_error(str(error)) or text.count("\n") + 1
        yield Fault(ERROR, "", file, line, f"this is no TOML: {error}.")


def _topic_of(folder: Path, path: Path) -> Path | None:
    """Return the folder of the shipped words that a file lies over, or None for other files."""
    topic = (CONTENT / path.relative_to(folder / OWN_CONTENT)).parent
    is_words = path.suffix == ".toml" and path.stem in LANGUAGES
    return topic if is_words and (topic / f"{ENGLISH}.toml").exists() else None


def _of_words(folder: Path, path: Path) -> Iterator[Fault]:
    topic = _topic_of(folder, path)
    if topic is None:
        return
    language, file = path.stem, path.relative_to(folder).as_posix()
    notes = read_seen(folder)
    english, lines = words_in(topic)[ENGLISH], lines_of(path.read_text(encoding="utf-8"))
    for key, words in words_in(path.parent)[language].items():
        if key not in english and _is_open(topic.name, key):
            continue
        if key not in english:
            place = Place(topic.relative_to(CONTENT).as_posix(), language, key)
            yield Fault(ERROR, language, file, lines.get(key, 0), _gone(place, english, notes))
            continue
        for problem in unlike([english[key]], [words]):
            sentence = f"{key} has {problem}. English has: {english[key]!r}"
            yield Fault(ERROR, language, file, lines.get(key, 0), sentence)


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
    places = {}
    for path in _files(folder):
        topic = (CONTENT / path.relative_to(folder / OWN_CONTENT)).parent
        if path.suffix == ".toml" and path.stem in LANGUAGES and (topic / "en.toml").exists():
            english = words_in(topic)[ENGLISH]
            for key in words_in(path.parent)[path.stem]:
                place = Place(topic.relative_to(CONTENT).as_posix(), path.stem, key)
                if key in english:
                    places[place] = english[key]
    return places


def _outdated(folder: Path) -> Iterator[Fault]:
    notes = read_seen(folder)
    for place, english in own_sentences(folder).items():
        file = f"{OWN_CONTENT}/{place.topic}/{place.language}.toml"
        line = lines_of((folder / file).read_text(encoding="utf-8")).get(place.key, 0)
        if place not in notes:
            sentence = f"{place.key} is not noted in seen.csv yet: say check-agency --seen."
            yield Fault(WARNING, place.language, file, line, sentence)
        elif notes[place] != english:
            sentence = (
                f"{place.key} may be out of date: the shipped English was {notes[place]!r} and is"
                f" {english!r}. Read yours again, then check-agency --seen."
            )
            yield Fault(WARNING, place.language, file, line, sentence)
