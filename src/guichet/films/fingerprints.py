"""Whether a film still shows what the pages say.

While a film is made the site notes every template that it shows, every sentence of Python and of
`content/` that it says. Each is kept by its name with a mark of what it was, beside marks of the
style sheet, of the agency's name and drawing, and of how films are made. A film is stale when one
of these is another.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from jinja2 import TemplateNotFound, meta

from guichet.films.kept import Recording
from guichet.films.listening import Said
from guichet.films.table import Film, films
from guichet.kernel.content.reviews import mark
from guichet.kernel.content.texts import topics, watching
from guichet.web.pages.compiled_pages import FRAME
from guichet.web.pages.face import sheet
from guichet.web.pages.render import catalogue, environment
from guichet.web.words import texts

_RECORDING = Path(__file__).with_name("recording")
GONE = ""  # the mark of what is not there any more


def parts_of(film: Film, language: str, sayings: Iterable[Said]) -> dict[str, str]:
    """Return the name and the mark of everything that a film was made of."""
    names = {f"journey:{film.code}", "recording", "sheet", f"agency@{language}"}
    for kind, what, code in sayings:
        names.update(_NAMES[kind](what, code))
    return {name: mark_of(name) for name in sorted(names)}


def changes(recording: Recording) -> list[str]:
    """Return the names of what a film shows otherwise than the site would now."""
    return [name for name, mark in recording.parts.items() if mark_of(name) != mark]


@cache
def mark_of(name: str) -> str:
    """Return the mark of a part as it is in this process, by its name: `words:eta:title@fr`."""
    kind, _, rest = name.partition(":")
    what, _, language = rest.rpartition("@")
    if kind == "template":
        return _mark_of_template(what, language)
    if kind == "words":
        topic, _, key = what.partition(":")
        with watching():
            return mark(texts(topic).get(key, language).text) if key in texts(topic) else GONE
    if kind == "sentence":
        with watching():
            return mark(catalogue(language).gettext(what))
    return _mark_of_all(kind, rest)


def _mark_of_all(kind: str, which: str) -> str:
    """Return the mark of what is the same on every page, or of the film itself."""
    if kind == "sheet":
        return mark(sheet(settings.AGENCY.colors))
    if kind == "journey":
        film = films().get(which)
        return mark(" ".join(film.steps)) if film else GONE
    if kind == "recording":
        return mark("".join(path.read_text("utf-8") for path in sorted(_RECORDING.glob("*.py"))))
    agency = settings.AGENCY.spoken(kind.partition("@")[2])
    return mark(f"{agency.name}\n{agency.short_name}\n{settings.AGENCY.logo}")


def _mark_of_template(name: str, language: str) -> str:
    here = environment(language)
    try:
        source, filename, _ = here.loader.get_source(here, name)  # type: ignore[union-attr]
    except TemplateNotFound:
        return GONE
    return mark(here.mark_of(source, name, filename))


def _templates(name: str, language: str) -> Iterator[str]:
    """Yield the names of a page's template and of all that it extends, includes or imports."""
    here, waiting, names = environment(language), [name, FRAME], set[str]()
    while waiting:
        template = waiting.pop()
        if template not in names:
            names.add(template)
            yield f"template:{template}@{language}"
            source, _, _ = here.loader.get_source(here, template)  # type: ignore[union-attr]
            waiting += filter(None, meta.find_referenced_templates(here.parse(source)))


def _words(text: str, language: str) -> Iterator[str]:
    """Yield the names of the sentences of `content/` that are these words."""
    return iter(_by_words(language).get(text, ()))


def _sentence(english: str, language: str) -> Iterator[str]:
    yield f"sentence:{english}@{language}"


@cache
def _by_words(language: str) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    with watching():
        for topic in topics(settings.CONTENT_DIR):
            if topic.startswith("own/"):
                continue
            for key in texts(topic).words.get(language, ()):
                text = texts(topic).get(key, language)
                if text.language == language:
                    names.setdefault(text.text, []).append(f"words:{topic}:{key}@{language}")
    return names


_NAMES = {"page": _templates, "words": _words, "sentence": _sentence}
